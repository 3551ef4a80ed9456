package org.robustgrid.run.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.robustgrid.base.files.AtomicFile;
import org.robustgrid.run.executor.Executor;
import org.robustgrid.run.executor.TrainerRequest;
import org.robustgrid.run.plan.PlannedModel;
import org.robustgrid.run.plan.ValidationSplit;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.defense.Artifacts;
import org.robustgrid.spi.defense.DefenseRequest;
import org.robustgrid.spi.defense.ModelArtifact;
import org.robustgrid.spi.defense.Trainer;
import org.robustgrid.spi.defense.TrainingSettings;
import org.robustgrid.spi.network.Architecture;
import org.robustgrid.spi.network.ArchitectureRequest;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.random.RandomKey;

/** The request of a defense: all training data and no test data. */
final class HarnessDefenseRequest implements DefenseRequest {

  /** Finds the model that a parameter names. */
  @FunctionalInterface
  interface Teachers {
    ModelArtifact model(String parameter);
  }

  private static final String MAIN = "main";

  /** Holds the checkpoints of defenses' own loops; no purpose of a trainer is called so. */
  private static final String OWN = ".own";

  private final PlannedModel model;
  private final OpenDataset dataset;
  private final Architecture architecture;
  private final TrainingSettings settings;
  private final ValidationSplit split;
  private final Executor executor;
  private final Path checkpoints;
  private final boolean keepEpochs;
  private final Artifacts artifacts;
  private final Teachers teachers;
  private final Monitor monitor;

  HarnessDefenseRequest(
      PlannedModel model,
      OpenDataset dataset,
      Architecture architecture,
      TrainingSettings settings,
      double validation,
      Executor executor,
      Path checkpoints,
      boolean keepEpochs,
      Artifacts artifacts,
      Teachers teachers,
      Monitor monitor) {
    this.model = model;
    this.dataset = dataset;
    this.architecture = architecture;
    this.settings = settings;
    this.executor = executor;
    this.checkpoints = checkpoints;
    this.keepEpochs = keepEpochs;
    this.artifacts = artifacts;
    this.teachers = teachers;
    this.monitor = monitor;
    this.split = ValidationSplit.of(dataset.data().training(), validation, key("validation"));
  }

  /** Where the main trainer keeps its epochs. */
  static Path mainCheckpoints(Path checkpoints) {
    return checkpoints.resolve(MAIN);
  }

  private RandomKey key(String purpose) {
    return RandomKey.of(model.seed()).with(purpose);
  }

  @Override
  public long[] inputShape() {
    return dataset.data().inputShape();
  }

  @Override
  public List<String> classNames() {
    return dataset.data().classNames();
  }

  @Override
  public Domain domain() {
    return dataset.data().domain();
  }

  @Override
  public DataView training() {
    return split.training();
  }

  @Override
  public DataView validation() {
    return split.validation();
  }

  @Override
  public TrainingSettings settings() {
    return settings;
  }

  @Override
  public Network newNetwork() {
    ArchitectureRequest request =
        ArchitectureRequest.builder()
            .inputShape(inputShape())
            .classes(dataset.data().classes())
            .seed(key("weights").state())
            .build();
    return executor.create(architecture.configuration(request));
  }

  @Override
  public Network newNetwork(ComputationGraphConfiguration configuration) {
    return executor.create(configuration);
  }

  @Override
  public Trainer trainer() {
    return trainer(MAIN, keepEpochs);
  }

  @Override
  public Trainer trainer(String purpose) {
    requirePurpose(purpose);
    return trainer(purpose, false);
  }

  private static void requirePurpose(String purpose) {
    if (purpose.equals(MAIN) || !purpose.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
      throw new IllegalArgumentException(
          "the purpose of a trainer or of checkpoints is lower-case words joined by hyphens and"
              + " not '"
              + MAIN
              + "', but is '"
              + purpose
              + "'");
    }
  }

  private Trainer trainer(String purpose, boolean keep) {
    return executor.trainer(
        new TrainerRequest(
            training(),
            validation(),
            inputShape(),
            domain(),
            dataset.data().classes(),
            checkpoints.resolve(purpose),
            keep,
            key("training").with(purpose),
            monitor));
  }

  @Override
  public Path checkpoints(String purpose) {
    requirePurpose(purpose);
    try {
      return Files.createDirectories(checkpoints.resolve(OWN).resolve(purpose));
    } catch (IOException e) {
      throw AtomicFile.unwritable(checkpoints, e);
    }
  }

  @Override
  public void saveNetwork(Network network, Path file) {
    executor.save(network, file);
  }

  @Override
  public Network loadNetwork(Path file) {
    return executor.load(file, inputShape());
  }

  @Override
  public ModelArtifact model(Parameter<?> parameter) {
    return teachers.model(parameter.name());
  }

  @Override
  public Artifacts artifacts() {
    return artifacts;
  }

  @Override
  public RandomKey random() {
    return key("defense");
  }

  @Override
  public Monitor monitor() {
    return monitor;
  }
}

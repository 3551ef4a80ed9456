package org.robustgrid.run.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.base.files.AtomicFile;
import org.robustgrid.base.files.Seal;
import org.robustgrid.base.files.Sha256;
import org.robustgrid.models.formats.ModelFormats;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.run.cell.ModelResult;
import org.robustgrid.run.cell.TrainingCell;
import org.robustgrid.run.executor.Executor;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.grid.KeptEpochs;
import org.robustgrid.run.grid.TrainingValues;
import org.robustgrid.run.plan.CellKeys;
import org.robustgrid.run.plan.GridPlan;
import org.robustgrid.run.plan.PlannedModel;
import org.robustgrid.spi.analysis.AnalysisDescriptor.Subject;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.defense.CertifiedClassifier;
import org.robustgrid.spi.defense.DivergedException;
import org.robustgrid.spi.defense.ModelArtifact;
import org.robustgrid.spi.defense.TrainedDefense;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Network;

/** Trains a model, or imports one that was trained elsewhere, and writes its files. */
final class TrainingExecutor {

  private final GridPlan plan;
  private final CellKeys keys;
  private final RunFolder folder;
  private final Executor executor;
  private final OpenDatasets datasets;
  private final ModelLoader models;

  TrainingExecutor(
      GridPlan plan,
      CellKeys keys,
      RunFolder folder,
      Executor executor,
      OpenDatasets datasets,
      ModelLoader models) {
    this.plan = plan;
    this.keys = keys;
    this.folder = folder;
    this.executor = executor;
    this.datasets = datasets;
    this.models = models;
  }

  ModelResult execute(TrainingCell cell, String key, UnitMonitor monitor) {
    long start = System.nanoTime();
    PlannedModel model = cell.model();
    OpenDataset dataset = datasets.get(model.dataset());
    if (model.isPython()) {
      return callPython(key, model, dataset, start);
    }
    TrainedDefense trained =
        model.isFile() ? takeIn(model, dataset, monitor) : train(key, model, dataset, monitor);
    try {
      requireFinite(trained.network());
      trained.networks().values().forEach(TrainingExecutor::requireFinite);
      if (model.shown()) {
        requireFits(trained.network(), model);
      } else {
        // whatever classes it tells: who learns from it needs those of the data
        ForeignModel.requireReads(trained.network(), dataset.data().inputShape(), source(model));
      }
      return store(key, model, trained, start, monitor);
    } finally {
      trained.network().close();
      trained.networks().values().forEach(Network::close);
    }
  }

  private void requireFits(Network network, PlannedModel model) {
    OpenDataset dataset = datasets.get(model.dataset());
    ForeignModel.requireFits(
        network, dataset.data().inputShape(), dataset.data().classes(), source(model));
  }

  private static Path source(PlannedModel model) {
    return Path.of(model.isFile() ? model.file() : model.id());
  }

  private TrainedDefense takeIn(PlannedModel model, OpenDataset dataset, UnitMonitor monitor) {
    Network network =
        ForeignModel.load(
            executor,
            model,
            dataset.data().inputShape(),
            dataset.data().classes(),
            Optional.ofNullable(model.architecture()).map(a -> models.architecture(model)));
    Map<String, String> slow = executor.slowLayers(network);
    if (!slow.isEmpty()) {
      monitor.note(slow(model, slow));
    }
    return TrainedDefense.builder(network).build();
  }

  /** Runs the code of a model, and keeps a copy of it. */
  private ModelResult callPython(String key, PlannedModel model, OpenDataset dataset, long start) {
    PassMeter meter = new PassMeter();
    try (PythonNetwork network = models.python(model)) {
      network.tryOut(dataset.data().domain());
      Path zip = folder.modelZip(key);
      createFolder(folder.model(key));
      network.store(zip);
      Classifier bare = new PythonClassifier(network, meter);
      Classifier deployed =
          model.shown()
              ? models.defense(model).deploy(new TrainedParts(bare, Map.of(), Map.of(), meter))
              : bare;
      return new ModelResult(
          key,
          network.identity(),
          Sha256.of(zip),
          "",
          List.of(),
          Map.of(),
          deployed.randomised(),
          deployed instanceof CertifiedClassifier,
          (System.nanoTime() - start) / 1e9);
    }
  }

  private static String slow(PlannedModel model, Map<String, String> layers) {
    return "model "
        + model.id()
        + ": no kernel covers "
        + layers.entrySet().stream()
            .map(layer -> layer.getKey() + " (" + layer.getValue() + ")")
            .collect(Collectors.joining(", "))
        + ", which Deeplearning4j executes, several times slower; attacks that need second"
        + " derivatives fail on such a model";
  }

  private TrainedDefense train(
      String key, PlannedModel model, OpenDataset dataset, UnitMonitor monitor) {
    Map<String, Object> training = model.training();
    double validation = ((Number) training.get(TrainingValues.VALIDATION)).doubleValue();
    HarnessDefenseRequest request =
        new HarnessDefenseRequest(
            model,
            dataset,
            models.architecture(model),
            TrainingValues.settings(training),
            validation,
            executor,
            folder.checkpoints(key),
            keepsEpochs(model),
            new ArtifactStore(folder.artifacts(), monitor::note),
            parameter -> teacher(model, parameter),
            monitor);
    TrainedDefense trained = models.defense(model).train(request);
    if (trained == null) {
      throw new ViolationException("the defense returned nothing");
    }
    return trained;
  }

  /** Whether the grid, a student or an analysis may ask for the weights of its epochs. */
  private boolean keepsEpochs(PlannedModel model) {
    return model.keptEpochs() != null
        || plan.models().stream().anyMatch(m -> m.models().containsValue(model.id()))
        || model.shown()
            && plan.analyses().stream()
                .anyMatch(a -> a.subject() == Subject.TRAINING && a.concerns(model));
  }

  private ModelArtifact teacher(PlannedModel student, String parameter) {
    String id = student.models().get(parameter);
    if (id == null) {
      throw new IllegalArgumentException(
          "parameter '"
              + parameter
              + "' names no model; those that do are "
              + student.models().keySet());
    }
    PlannedModel teacher = plan.model(id);
    String key = new TrainingCell(teacher).key(keys);
    LoadedModel loaded = models.load(teacher, key);
    if (!teacher.shown()) {
      requireFits(loaded.network(), teacher);
    }
    Path epochs = folder.modelEpochs(key);
    if (!loaded.result().epochs().isEmpty()) {
      Seal.problem(folder.epochsSeal(key), key::equals, epochs)
          .ifPresent(
              problem -> {
                throw new DataException(
                    epochs
                        + " was changed after it was written ("
                        + problem
                        + "); run again, which trains "
                        + id
                        + " again");
              });
    }
    return new TeacherModel(loaded, epochs);
  }

  private static void requireFinite(Network network) {
    for (double value : HostArrays.read(network.parameters())) {
      if (!Double.isFinite(value)) {
        throw new DivergedException(
            "the trained weights hold " + value + "; lower the learning rate or clip the gradient");
      }
    }
  }

  private ModelResult store(
      String key, PlannedModel model, TrainedDefense trained, long start, UnitMonitor monitor) {
    Path zip = folder.modelZip(key);
    createFolder(folder.model(key));
    if (model.isFile() && ModelFormats.isStored(Path.of(model.file()), model.readAs().settings())) {
      AtomicFile.write(zip, out -> Files.copy(Path.of(model.file()), out));
    } else {
      executor.save(trained.network(), zip);
    }
    Map<String, Network> networks = new TreeMap<>(trained.networks());
    Map<String, String> files = new TreeMap<>();
    networks.forEach(
        (name, network) -> {
          Path file = folder.modelNetwork(key, name);
          executor.save(network, file);
          files.put(name, Sha256.of(file));
        });
    String arraysHash = "";
    Map<String, INDArray> arrays = trained.arrays();
    if (!arrays.isEmpty()) {
      Path file = folder.modelArrays(key);
      executor.saveArrays(new TreeMap<>(arrays), file);
      arraysHash = Sha256.of(file);
    }
    List<Integer> epochs = keepEpochs(key, model, monitor);
    PassMeter meter = new PassMeter();
    Classifier bare = new NetworkClassifier(trained.network(), meter);
    Classifier deployed =
        model.shown()
            ? models.defense(model).deploy(new TrainedParts(bare, networks, arrays, meter))
            : bare;
    return new ModelResult(
        key,
        TrainedParts.weightHash(executor, trained.network(), arraysHash, networks),
        Sha256.of(zip),
        arraysHash,
        epochs,
        trained.figures(),
        deployed.randomised(),
        deployed instanceof CertifiedClassifier,
        (System.nanoTime() - start) / 1e9,
        fewerAtOnce(model, trained.network()),
        files,
        model.isFile() ? null : Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
  }

  /** A file's weights do not depend on what memory holds here. */
  private Integer fewerAtOnce(PlannedModel model, Network network) {
    OptionalInt rows = model.isFile() ? OptionalInt.empty() : executor.fewerAtOnce(network);
    return rows.isPresent() ? rows.getAsInt() : null;
  }

  private static void createFolder(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw AtomicFile.unwritable(folder, e);
    }
  }

  /** Moves the epochs to keep from the checkpoints, which are deleted, to the model. */
  private List<Integer> keepEpochs(String key, PlannedModel model, UnitMonitor monitor) {
    Path from = HarnessDefenseRequest.mainCheckpoints(folder.checkpoints(key));
    KeptEpochs asked = model.keptEpochs() == null ? KeptEpochs.ALL : model.keptEpochs();
    List<Executor.Epoch> trained = executor.epochs(from);
    List<Executor.Epoch> epochs =
        trained.stream().filter(epoch -> asked.keeps(epoch.number())).toList();
    List<Integer> missing = new ArrayList<>(asked.epochs());
    epochs.forEach(epoch -> missing.remove((Integer) epoch.number()));
    if (!missing.isEmpty()) {
      monitor.note(
          "model "
              + model.id()
              + ": 'keep-epochs' names "
              + missing
              + ", but its trainer had "
              + (trained.isEmpty() ? "no epochs" : trained.size() + " epochs"));
    }
    for (Executor.Epoch epoch : epochs) {
      AtomicFile.write(
          folder.modelEpochs(key).resolve(epoch.file()),
          out -> Files.copy(from.resolve(epoch.file()), out));
    }
    if (!epochs.isEmpty()) {
      Seal.of(key, folder.modelEpochs(key)).write(folder.epochsSeal(key));
    }
    return epochs.stream().map(Executor.Epoch::number).toList();
  }
}

package org.robustgrid.bench;

import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.StoppedException;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.data.Dataset;
import org.robustgrid.spi.defense.Artifacts;
import org.robustgrid.spi.defense.Defense;
import org.robustgrid.spi.defense.DefenseRequest;
import org.robustgrid.spi.defense.ModelArtifact;
import org.robustgrid.spi.defense.Trainer;
import org.robustgrid.spi.defense.TrainingSettings;
import org.robustgrid.spi.defense.TrainingStep;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.random.RandomKey;

/**
 * A request whose trainer takes the training step and stops: files are neither read nor written.
 */
final class StepRequest implements DefenseRequest {

  private final Dataset data;
  private final Network network;
  private TrainingStep taken;

  StepRequest(Dataset data, Network network) {
    this.data = data;
    this.network = network;
  }

  /**
   * The step that a defense trains with.
   *
   * @throws IllegalArgumentException when it does not train by steps
   */
  TrainingStep stepOf(Defense defense) {
    try {
      defense.train(this);
    } catch (StoppedException e) {
      if (taken != null) {
        return taken;
      }
      throw e;
    }
    throw new IllegalArgumentException(defense + " does not train by steps");
  }

  @Override
  public Trainer trainer() {
    return (trained, settings, step) -> {
      taken = step;
      throw new StoppedException(
          StoppedException.Reason.CANCELLED, "the step is all that is wanted");
    };
  }

  @Override
  public Trainer trainer(String purpose) {
    return trainer();
  }

  @Override
  public long[] inputShape() {
    return data.inputShape();
  }

  @Override
  public List<String> classNames() {
    return data.classNames();
  }

  @Override
  public Domain domain() {
    return data.domain();
  }

  @Override
  public DataView training() {
    return data.training();
  }

  @Override
  public DataView validation() {
    return data.test();
  }

  @Override
  public TrainingSettings settings() {
    return TrainingSettings.builder().build();
  }

  @Override
  public Network newNetwork() {
    return network;
  }

  @Override
  public Network newNetwork(ComputationGraphConfiguration configuration) {
    throw unsupported();
  }

  @Override
  public Path checkpoints(String purpose) {
    throw unsupported();
  }

  @Override
  public void saveNetwork(Network saved, Path file) {
    throw unsupported();
  }

  @Override
  public Network loadNetwork(Path file) {
    throw unsupported();
  }

  @Override
  public ModelArtifact model(Parameter<?> parameter) {
    throw unsupported();
  }

  @Override
  public Artifacts artifacts() {
    throw unsupported();
  }

  private static UnsupportedOperationException unsupported() {
    return new UnsupportedOperationException("a benchmark has neither models nor files");
  }

  @Override
  public RandomKey random() {
    return RandomKey.of(0);
  }

  @Override
  public Monitor monitor() {
    return Monitor.NONE;
  }
}

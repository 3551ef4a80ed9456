package org.robustgrid.engine.training;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.defense.Trainer;
import org.robustgrid.spi.defense.TrainingReport;
import org.robustgrid.spi.defense.TrainingSettings;
import org.robustgrid.spi.defense.TrainingStep;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.random.RandomKey;

/**
 * Trains by epochs of minibatches, leaving a checkpoint after each.
 *
 * <p>All randomness is keyed by epoch, step and sample, so that a training killed at any moment and
 * called again with the same arguments ends with the same weights, bit by bit. Data are read batch
 * by batch, by index.
 */
public final class EpochTrainer implements Trainer {

  private final TrainingGround ground;

  private EpochTrainer(TrainingGround ground) {
    this.ground = ground;
  }

  public static Builder builder() {
    return new Builder();
  }

  @Override
  public TrainingReport train(Network network, TrainingSettings settings, TrainingStep step) {
    requireFits(network, settings, step);
    return new TrainingRun(ground, network, settings, step).train();
  }

  private void requireFits(Network network, TrainingSettings settings, TrainingStep step) {
    if (!step.classifies()) {
      if (settings.selectBestEpoch()) {
        throw new IllegalArgumentException(
            "select-best-epoch goes by accuracy, but what is trained is not a classifier");
      }
      return;
    }
    long[] inputShape = ground.inputShape();
    int classes = ground.classes();
    if (!Arrays.equals(network.inputShape(), inputShape) || network.classes() != classes) {
      throw new IllegalArgumentException(
          "the network reads "
              + Arrays.toString(network.inputShape())
              + " and has "
              + network.classes()
              + " classes, but the data are "
              + Arrays.toString(inputShape)
              + " with "
              + classes);
    }
    if (settings.selectBestEpoch() && ground.validation().size() == 0) {
      throw new IllegalArgumentException(
          "select-best-epoch needs a validation split, but it is empty");
    }
  }

  /** Builds an {@link EpochTrainer}. */
  public static final class Builder {
    private DataView training;
    private DataView validation = EmptyView.INSTANCE;
    private long[] inputShape;
    private Domain domain = Domain.UNIT;
    private int classes;
    private Path checkpoints;
    private boolean keepEpochs;
    private RandomKey random = RandomKey.of(0);
    private Monitor monitor = Monitor.NONE;

    private Builder() {}

    public Builder training(DataView value) {
      training = value;
      return this;
    }

    /** The data to choose on; none where not given. */
    public Builder validation(DataView value) {
      validation = Objects.requireNonNull(value, "validation");
      return this;
    }

    public Builder inputShape(long... value) {
      inputShape = value;
      return this;
    }

    /** The box of every coordinate, whose bounds are black and white; [0,1] if not given. */
    public Builder domain(Domain value) {
      domain = Objects.requireNonNull(value, "domain");
      return this;
    }

    public Builder classes(int value) {
      classes = value;
      return this;
    }

    /** The folder of the training's own in which checkpoints are kept; without one, none are. */
    public Builder checkpoints(Path value) {
      checkpoints = Objects.requireNonNull(value, "checkpoints");
      return this;
    }

    /** Whether every epoch's weights stay in the checkpoint folder ({@link EpochWeights}). */
    public Builder keepEpochs(boolean value) {
      keepEpochs = value;
      return this;
    }

    public Builder random(RandomKey value) {
      random = Objects.requireNonNull(value, "random");
      return this;
    }

    public Builder monitor(Monitor value) {
      monitor = Objects.requireNonNull(value, "monitor");
      return this;
    }

    public EpochTrainer build() {
      return new EpochTrainer(
          new TrainingGround(
              Objects.requireNonNull(training, "training"),
              validation,
              Objects.requireNonNull(inputShape, "inputShape").clone(),
              domain,
              classes,
              Optional.ofNullable(checkpoints),
              keepEpochs,
              random,
              monitor));
    }
  }
}

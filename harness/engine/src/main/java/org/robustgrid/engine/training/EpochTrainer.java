package org.robustgrid.engine.training;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.engine.model.WeightHash;
import org.robustgrid.spi.DataView;
import org.robustgrid.spi.DivergedException;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.Network;
import org.robustgrid.spi.RandomKey;
import org.robustgrid.spi.Trainer;
import org.robustgrid.spi.TrainingBatch;
import org.robustgrid.spi.TrainingReport;
import org.robustgrid.spi.TrainingSettings;
import org.robustgrid.spi.TrainingStep;

/**
 * Trains by epochs of minibatches, leaving a checkpoint after each.
 *
 * <p>All randomness is keyed by epoch, step and sample, so that a training killed at any moment and
 * called again with the same arguments ends with the same weights, bit by bit. Data are read batch
 * by batch, by index.
 */
public final class EpochTrainer implements Trainer {

  private final DataView training;
  private final DataView validation;
  private final long[] inputShape;
  private final int classes;
  private final Optional<Path> checkpoints;
  private final boolean keepEpochs;
  private final RandomKey random;
  private final Monitor monitor;

  private EpochTrainer(Builder b) {
    this.training = Objects.requireNonNull(b.training, "training");
    this.validation = Objects.requireNonNull(b.validation, "validation");
    this.inputShape = Objects.requireNonNull(b.inputShape, "inputShape").clone();
    this.classes = b.classes;
    this.checkpoints = Optional.ofNullable(b.checkpoints);
    this.keepEpochs = b.keepEpochs;
    this.random = b.random;
    this.monitor = b.monitor;
    if (keepEpochs && checkpoints.isEmpty()) {
      throw new IllegalArgumentException("keeping every epoch's weights needs a checkpoint folder");
    }
  }

  public static Builder builder() {
    return new Builder();
  }

  @Override
  public TrainingReport train(Network network, TrainingSettings settings, TrainingStep step) {
    requireFits(network, settings);
    TrainingRun run = new TrainingRun(network, settings, step);
    return run.train();
  }

  private void requireFits(Network network, TrainingSettings settings) {
    if (!Arrays.equals(network.inputShape(), inputShape) || network.classes() != classes) {
      throw new IllegalArgumentException(
          "the network reads "
              + Arrays.toString(network.inputShape())
              + " and tells "
              + network.classes()
              + " classes, but the data are "
              + Arrays.toString(inputShape)
              + " with "
              + classes);
    }
    if (settings.selectBestEpoch() && validation.size() == 0) {
      throw new IllegalArgumentException(
          "select-best-epoch needs a validation split, but it is empty");
    }
  }

  /** One training from its beginning or its checkpoint to its end. */
  private final class TrainingRun {
    private final Network network;
    private final TrainingSettings settings;
    private final TrainingStep step;
    private final EpochOrder order;
    private final int stepsPerEpoch;
    private final LearningRateSchedule schedule;
    private final BatchReader batches;
    private final ValidationAccuracy accuracy;
    private final GradientConditioning conditioning;
    private final ParameterUpdater updater;
    private final INDArray gradient;
    private final TrainingProgress progress;
    private String validationText = "";

    TrainingRun(Network network, TrainingSettings settings, TrainingStep step) {
      this.network = network;
      this.settings = settings;
      this.step = step;
      this.order = new EpochOrder(training.size(), settings.batchSize(), random.with("shuffle"));
      this.stepsPerEpoch = Math.multiplyExact(order.batches(), settings.replays());
      this.schedule = new LearningRateSchedule(settings, stepsPerEpoch);
      Augmentation augmentation = new Augmentation(settings, inputShape, random.with("augment"));
      this.batches =
          new BatchReader(
              training, inputShape, network.precision(), augmentation, step.auxiliary());
      this.accuracy = new ValidationAccuracy(validation, inputShape, network.precision());
      this.conditioning = GradientConditioning.of(settings, network);
      this.updater = new ParameterUpdater(settings, network.precision(), network.parameterCount());
      this.gradient = Nd4j.create(network.precision(), network.parameterCount());
      this.progress = new TrainingProgress(settings.selectBestEpoch());
    }

    TrainingReport train() {
      Optional<Checkpoint> checkpoint = checkpoints.map(this::checkpoint);
      checkpoint.ifPresent(this::resume);
      for (int epoch = progress.finishedEpochs(); epoch < settings.epochs(); epoch++) {
        double loss = epoch(epoch);
        step.epochFinished(network, epoch);
        finish(epoch, loss, checkpoint);
      }
      if (progress.selecting()) {
        network.parameters().assign(progress.bestWeights());
        network.parametersChanged();
      }
      return progress.report();
    }

    private Checkpoint checkpoint(Path folder) {
      INDArray fingerprint =
          TrainingFingerprint.of(
              settings,
              training.size(),
              validation.size(),
              inputShape,
              classes,
              network.precision(),
              random.state(),
              WeightHash.of(network));
      return new Checkpoint(folder, fingerprint);
    }

    private void resume(Checkpoint checkpoint) {
      Map<String, INDArray> state =
          checkpoint.restore(network.parameters(), updater.state(), progress);
      if (progress.finishedEpochs() > 0) {
        network.parametersChanged();
        step.restore(state);
      }
    }

    private double epoch(int epoch) {
      double sum = 0;
      int done = 0;
      for (int[] indices : order.of(epoch)) {
        for (int replay = 0; replay < settings.replays(); replay++) {
          monitor.check();
          RandomKey key = random.with("step").with(epoch).with(done);
          double loss = step(batches.read(indices, epoch, done, replay, key));
          sum += loss;
          done++;
          report(epoch, done, sum / done);
        }
      }
      return sum / done;
    }

    private double step(TrainingBatch batch) {
      gradient.assign(0);
      double loss = step.accumulate(network, batch, gradient);
      double norm = conditioning.apply(network.parameters(), gradient);
      if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
        throw new DivergedException(
            "training diverged in epoch "
                + (batch.epoch() + 1)
                + ", step "
                + (batch.step() + 1)
                + ": loss "
                + loss
                + ", gradient norm "
                + norm
                + "; lower the learning rate or clip the gradient");
      }
      long global = (long) batch.epoch() * stepsPerEpoch + batch.step();
      updater.update(
          network.parameters(),
          gradient,
          schedule.at(global),
          Math.toIntExact(global),
          batch.epoch());
      network.parametersChanged();
      return loss;
    }

    private void finish(int epoch, double loss, Optional<Checkpoint> checkpoint) {
      double validated = accuracy.of(network, monitor);
      progress.finish(new TrainingReport.Epoch(loss, validated), network.parameters());
      if (!Double.isNaN(validated)) {
        validationText = String.format(Locale.ROOT, ", validation %.2f %%", 100 * validated);
      }
      if (keepEpochs) {
        EpochWeights.save(checkpoints.orElseThrow(), epoch + 1, network.parameters());
      }
      checkpoint.ifPresent(
          c -> c.save(network.parameters(), updater.state(), step.state(), progress));
      report(epoch, stepsPerEpoch, loss);
    }

    private void report(int epoch, int done, double meanLoss) {
      String message =
          String.format(
              Locale.ROOT,
              "epoch %d of %d, loss %.4f%s",
              epoch + 1,
              settings.epochs(),
              meanLoss,
              validationText);
      long total = (long) stepsPerEpoch * settings.epochs();
      monitor.progress((long) epoch * stepsPerEpoch + done, total, message);
    }
  }

  /** Builds an {@link EpochTrainer}. */
  public static final class Builder {
    private DataView training;
    private DataView validation = EmptyView.INSTANCE;
    private long[] inputShape;
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
      validation = value;
      return this;
    }

    public Builder inputShape(long... value) {
      inputShape = value;
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
      return new EpochTrainer(this);
    }
  }
}

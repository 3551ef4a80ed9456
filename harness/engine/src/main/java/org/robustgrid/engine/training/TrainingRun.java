package org.robustgrid.engine.training;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.engine.GraphNetwork;
import org.robustgrid.engine.model.ParameterLayout;
import org.robustgrid.engine.model.WeightHash;
import org.robustgrid.spi.defense.DivergedException;
import org.robustgrid.spi.defense.TrainingBatch;
import org.robustgrid.spi.defense.TrainingReport;
import org.robustgrid.spi.defense.TrainingSettings;
import org.robustgrid.spi.defense.TrainingStep;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.random.RandomKey;

/** One training from its beginning or its checkpoint to its end. */
final class TrainingRun {
  private final TrainingGround ground;
  private final Network network;
  private final TrainingSettings settings;
  private final TrainingStep step;
  private final EpochOrder order;
  private final int stepsPerEpoch;
  private final LearningRateSchedule schedule;
  private final BatchReader batches;
  private final ValidationAccuracy accuracy;
  private final Updates updates;
  private final TrainingProgress progress;
  private String validationText = "";

  TrainingRun(
      TrainingGround ground, Network network, TrainingSettings settings, TrainingStep step) {
    if (network instanceof GraphNetwork engine) {
      engine.requireTrainable();
    }
    this.ground = ground;
    this.network = network;
    this.settings = settings;
    this.step = step;
    this.order =
        new EpochOrder(
            ground.training().size(), settings.batchSize(), ground.random().with("shuffle"));
    this.stepsPerEpoch = Math.multiplyExact(order.batches(), settings.replays());
    this.schedule = new LearningRateSchedule(settings, stepsPerEpoch);
    Augmentation augmentation =
        Augmentation.of(
            settings, ground.inputShape(), ground.domain(), ground.random().with("augment"));
    this.batches =
        new BatchReader(
            ground.training(),
            ground.inputShape(),
            network.precision(),
            augmentation,
            step.auxiliary(),
            settings.labelSmoothing());
    this.accuracy =
        new ValidationAccuracy(ground.validation(), ground.inputShape(), network.precision());
    this.progress = new TrainingProgress(settings.selectBestEpoch());
    this.updates = updates(settings, network);
  }

  private static Updates updates(TrainingSettings settings, Network network) {
    return network instanceof UpdatingNetwork updating
        ? updating.updates(
            settings, GradientConditioning.decaying(settings, ParameterLayout.of(network)))
        : new HostUpdates(settings, network);
  }

  TrainingReport train() {
    try (updates) {
      return run();
    }
  }

  private TrainingReport run() {
    Optional<Checkpoint> checkpoint = ground.checkpoints().map(this::checkpoint);
    checkpoint.ifPresent(this::resume);
    for (int epoch = progress.finishedEpochs(); epoch < settings.epochs(); epoch++) {
      double loss = epoch(epoch);
      step.epochFinished(network, epoch);
      finish(epoch, loss, checkpoint);
    }
    if (progress.selecting()) {
      network.parameters().assign(progress.bestWeights());
      network.parametersChanged();
    } else {
      updates.exchange();
    }
    return progress.report();
  }

  private Checkpoint checkpoint(Path folder) {
    INDArray fingerprint =
        TrainingFingerprint.of(
            settings,
            ground.training().size(),
            ground.validation().size(),
            ground.inputShape(),
            ground.classes(),
            network.precision(),
            ground.random().state(),
            WeightHash.of(network));
    return new Checkpoint(folder, fingerprint);
  }

  private void resume(Checkpoint checkpoint) {
    Map<String, INDArray> state =
        checkpoint.restore(network.parameters(), updates.state(), updates.average(), progress);
    if (progress.finishedEpochs() > 0) {
      network.parametersChanged();
      updates.restored();
      step.restore(state);
    }
  }

  private double epoch(int epoch) {
    double sum = 0;
    int done = 0;
    for (int[] indices : order.of(epoch)) {
      for (int replay = 0; replay < settings.replays(); replay++) {
        ground.monitor().check();
        RandomKey key = ground.random().with("step").with(epoch).with(done);
        double loss = step(batches.read(indices, epoch, done, replay, key));
        sum += loss;
        done++;
        report(epoch, done, sum / done);
      }
    }
    return sum / done;
  }

  private double step(TrainingBatch batch) {
    double loss = step.accumulate(network, batch, updates.zeroGradient());
    int global = Math.toIntExact((long) batch.epoch() * stepsPerEpoch + batch.step());
    double norm = updates.update(loss, schedule.at(global), global, batch.epoch());
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
    return loss;
  }

  private void finish(int epoch, double loss, Optional<Checkpoint> checkpoint) {
    requireFiniteWeights(epoch);
    // an epoch is judged and kept by its averaged weights, and training continues from its own
    // weights
    updates.exchange();
    double validated = step.classifies() ? accuracy.of(network, ground.monitor()) : Double.NaN;
    progress.finish(new TrainingReport.Epoch(loss, validated), network.parameters());
    if (!Double.isNaN(validated)) {
      validationText = String.format(Locale.ROOT, ", validation %.2f %%", 100 * validated);
    }
    if (ground.keepEpochs()) {
      EpochWeights.save(ground.checkpoints().orElseThrow(), epoch + 1, network.parameters());
    }
    updates.exchange();
    checkpoint.ifPresent(
        c ->
            c.save(
                network.parameters(), updates.state(), updates.average(), step.state(), progress));
    report(epoch, stepsPerEpoch, loss);
  }

  /** The last update of an epoch, or running statistics, may be what went wrong. */
  private void requireFiniteWeights(int epoch) {
    INDArray weights = network.parameters();
    if (!Double.isFinite(Nd4j.getBlasWrapper().dot(weights, weights))) {
      throw new DivergedException(
          "training diverged at the end of epoch "
              + (epoch + 1)
              + ": weights or running statistics are not finite; lower the learning rate or clip"
              + " the gradient");
    }
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
    ground.monitor().progress((long) epoch * stepsPerEpoch + done, total, message);
  }
}

package org.robustgrid.engine.training;

import org.robustgrid.spi.TrainingSettings;

/**
 * The learning rate of every step of a training.
 *
 * <p>With W warm-up steps out of T, step s (from 0) has during warm-up the rate base·(s + 1)/W, so
 * that the first step already moves and the last has the base rate. After it the rest of T − W
 * steps follow the schedule; those that end at 0 reach it one step after the last, so that every
 * step counts. The cyclic schedule peaks at 40 % of all steps; during warm-up the lower rate of
 * both holds.
 */
final class LearningRateSchedule {

  private static final double CYCLIC_PEAK = 0.4;

  private final TrainingSettings settings;
  private final long stepsPerEpoch;
  private final long steps;
  private final long warmup;

  /**
   * @param stepsPerEpoch updates of an epoch, replays included
   */
  LearningRateSchedule(TrainingSettings settings, long stepsPerEpoch) {
    this.settings = settings;
    this.stepsPerEpoch = stepsPerEpoch;
    this.steps = Math.multiplyExact(stepsPerEpoch, settings.epochs());
    this.warmup = Math.min(steps, Math.round(settings.warmupEpochs() * stepsPerEpoch));
  }

  /** The rate of an update, counted from 0 over all epochs. */
  double at(long step) {
    double base = settings.learningRate();
    boolean warming = step < warmup;
    double rise = warming ? base * (step + 1) / warmup : base;
    if (settings.schedule() == TrainingSettings.Schedule.CYCLIC) {
      return Math.min(rise, cyclic(base, step));
    }
    if (warming) {
      return rise;
    }
    double fraction = (double) (step - warmup) / (steps - warmup);
    return switch (settings.schedule()) {
      case COSINE -> base * 0.5 * (1 + StrictMath.cos(Math.PI * fraction));
      case LINEAR -> base * (1 - fraction);
      case STEP -> base * Math.pow(settings.decayFactor(), decays(step));
      default -> base;
    };
  }

  private double cyclic(double base, long step) {
    long peak = Math.max(1, Math.round(CYCLIC_PEAK * steps));
    return step < peak ? base * (step + 1) / peak : base * (steps - step) / (steps - peak);
  }

  private long decays(long step) {
    long epoch = step / stepsPerEpoch;
    return settings.decayEpochs().stream().filter(decay -> decay <= epoch).count();
  }
}

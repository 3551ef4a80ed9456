package org.robustgrid.engine.training;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.robustgrid.spi.defense.TrainingSettings;

/**
 * The learning rate of every step of a training.
 *
 * <p>With W warm-up steps out of T, step s (from 0) has during warm-up the rate base·(s + 1)/W, so
 * that the first step already moves and the last has the base rate. After it the rest of T − W
 * steps follow the schedule; those that end at 0 reach it one step after the last, so that every
 * step counts. The cyclic schedule peaks at 40 % of all steps; during warm-up the lower rate of
 * both holds. Decays at minibatches come before the first update of that minibatch. Times that are
 * fractions of an epoch are rounded to whole steps. Where epochs lie behind, T counts their steps,
 * too, and the training's first step is the one after them.
 */
final class LearningRateSchedule {

  private static final double CYCLIC_PEAK = 0.4;

  private final TrainingSettings settings;
  private final long steps;
  private final long behind;
  private final long warmup;
  private final long[] decays;

  /**
   * @param stepsPerEpoch updates of an epoch, replays included
   */
  LearningRateSchedule(TrainingSettings settings, long stepsPerEpoch) {
    this.settings = settings;
    this.behind = Math.round(settings.elapsedEpochs() * stepsPerEpoch);
    this.steps = Math.addExact(behind, Math.multiplyExact(stepsPerEpoch, settings.epochs()));
    this.warmup = Math.min(steps, Math.round(settings.warmupEpochs() * stepsPerEpoch));
    this.decays =
        LongStream.concat(
                settings.decayPoints().stream()
                    .mapToLong(point -> Math.round(point * stepsPerEpoch)),
                settings.decaySteps().stream()
                    .mapToLong(point -> Math.round(point * settings.replays())))
            .toArray();
  }

  /** The rate of an update, counted from 0 over all epochs of the training. */
  double at(long update) {
    long step = behind + update;
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
      case STEP -> base * factor(Math.toIntExact(decays(step)));
      default -> base;
    };
  }

  private double factor(int decays) {
    List<Double> factors = settings.decayFactors();
    if (factors.isEmpty()) {
      return Math.pow(settings.decayFactor(), decays);
    }
    return decays == 0 ? 1 : factors.get(decays - 1);
  }

  private double cyclic(double base, long step) {
    long peak = Math.max(1, Math.round(CYCLIC_PEAK * steps));
    return step < peak ? base * (step + 1) / peak : base * (steps - step) / (steps - peak);
  }

  private long decays(long step) {
    return Arrays.stream(decays).filter(decay -> decay <= step).count();
  }
}

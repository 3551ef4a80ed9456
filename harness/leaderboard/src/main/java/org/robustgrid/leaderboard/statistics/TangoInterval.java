package org.robustgrid.leaderboard.statistics;

import org.apache.commons.numbers.rootfinder.BrentSolver;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * The score interval of a difference of rates on the same samples (Tango 1998, Statistics in
 * Medicine 17:891–908): every difference that the score test does not reject. Unlike Wald's it
 * keeps its coverage with few or no changed samples.
 */
public final class TangoInterval {

  private static final double TOLERANCE = 1e-12;
  private static final double ASIDE = 1e-9;

  private final int onlyFirst;
  private final int onlySecond;
  private final int samples;

  private TangoInterval(int onlyFirst, int onlySecond, int samples) {
    this.onlyFirst = onlyFirst;
    this.onlySecond = onlySecond;
    this.samples = samples;
  }

  /**
   * The first rate less the second, with its interval.
   *
   * @param onlyFirst samples that only the first gets right
   * @param onlySecond samples that only the second gets right
   * @param samples all samples, at least 1
   * @param confidence in (0, 1)
   */
  public static Difference of(int onlyFirst, int onlySecond, int samples, double confidence) {
    if (samples < 1 || onlyFirst < 0 || onlySecond < 0 || onlyFirst + onlySecond > samples) {
      throw new IllegalArgumentException(onlyFirst + " + " + onlySecond + " of " + samples);
    }
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException("confidence must be within (0, 1), but is " + confidence);
    }
    return new TangoInterval(onlyFirst, onlySecond, samples).difference(confidence);
  }

  private Difference difference(double confidence) {
    double z = NormalDistribution.of(0, 1).inverseSurvivalProbability((1 - confidence) / 2);
    double estimate = (onlyFirst - onlySecond) / (double) samples;
    // the score falls with the difference it tests; without a changed sample the estimate itself
    // is another root, as its deviation is 0 there
    double low = onlySecond == samples ? -1 : root(-1, estimate - ASIDE, z);
    double high = onlyFirst == samples ? 1 : root(estimate + ASIDE, 1, -z);
    return new Difference(estimate, Math.min(low, estimate), Math.max(high, estimate));
  }

  private double root(double from, double to, double z) {
    BrentSolver solver = new BrentSolver(TOLERANCE, TOLERANCE, TOLERANCE);
    return solver.findRoot(delta -> excess(delta, z), from, to);
  }

  /**
   * The score's numerator less z times its deviation, where Tango's Eq. (15) gives the discordant
   * probability that is most likely at this difference.
   */
  private double excess(double delta, double z) {
    double a = 2.0 * samples;
    double b = -onlyFirst - onlySecond + (2.0 * samples - onlyFirst + onlySecond) * delta;
    double c = -onlySecond * delta * (1 - delta);
    double discordant = (Math.sqrt(Math.max(0, b * b - 4 * a * c)) - b) / (2 * a);
    double variance = samples * (2 * discordant + delta * (1 - delta));
    return onlyFirst - onlySecond - samples * delta - z * Math.sqrt(Math.max(0, variance));
  }
}

package org.robustgrid.leaderboard.statistics;

import org.apache.commons.statistics.distribution.NormalDistribution;

/** Two-sided confidence intervals of a rate. */
public final class Intervals {

  /** The confidence of every interval on a leaderboard. */
  public static final double CONFIDENCE = 0.95;

  private Intervals() {}

  /**
   * Wilson's score interval (Wilson 1927; Brown, Cai and DasGupta 2001, Eq. 4).
   *
   * @param successes in [0, trials]; may be a fraction, the mean over repetitions on the same
   *     samples
   * @param trials at least 1
   * @param confidence in (0, 1)
   */
  public static Interval wilson(double successes, int trials, double confidence) {
    check(successes, trials, confidence);
    double z = NormalDistribution.of(0, 1).inverseSurvivalProbability((1 - confidence) / 2);
    double rate = successes / trials;
    double spread = z * z / trials;
    double centre = (rate + spread / 2) / (1 + spread);
    double half = z / (1 + spread) * Math.sqrt(rate * (1 - rate) / trials + spread / (4 * trials));
    // exactly 0 and 1 at the ends, where rounding would leave a trace
    double low = successes == 0 ? 0 : Math.max(0, centre - half);
    double high = successes == trials ? 1 : Math.min(1, centre + half);
    return new Interval(low, high);
  }

  private static void check(double successes, int trials, double confidence) {
    if (trials < 1 || !(successes >= 0 && successes <= trials)) {
      throw new IllegalArgumentException(successes + " successes of " + trials + " trials");
    }
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException("confidence must be within (0, 1), but is " + confidence);
    }
  }
}

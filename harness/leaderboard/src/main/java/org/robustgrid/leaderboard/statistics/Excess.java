package org.robustgrid.leaderboard.statistics;

import org.apache.commons.statistics.distribution.BinomialDistribution;

/** The exact binomial test of whether a count exceeds a tolerated share. */
public final class Excess {

  private Excess() {}

  /**
   * The probability of finding at least this many if each tested sample is suspicious with the
   * tolerated probability.
   *
   * @param found at most as many as were asked
   * @param tolerated in (0, 1)
   */
  public static double p(int found, int asked, double tolerated) {
    if (found < 0 || found > asked) {
      throw new IllegalArgumentException(found + " found of " + asked);
    }
    return found == 0
        ? 1
        : BinomialDistribution.of(asked, tolerated).survivalProbability(found - 1);
  }
}

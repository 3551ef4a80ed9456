package org.robustgrid.leaderboard.statistics;

import org.apache.commons.statistics.distribution.BinomialDistribution;

/** Whether more is suspicious than a tolerated share explains: the exact binomial test. */
public final class Excess {

  private Excess() {}

  /**
   * How probable it is that at least so many are found where each of those asked is suspicious with
   * the tolerated probability.
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

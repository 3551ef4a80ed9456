package org.robustgrid.core.statistics;

import org.apache.commons.statistics.distribution.BinomialDistribution;

/** Whether more is suspicious than a tolerated share explains: the exact binomial test. */
public final class Excess {

  private static final double LEVEL = 0.05;

  private Excess() {}

  /**
   * Whether so many would be found with a probability of at most 5 % where each of those asked is
   * suspicious with the tolerated probability.
   *
   * @param found at most as many as were asked
   * @param tolerated in (0, 1)
   */
  public static boolean beyond(int found, int asked, double tolerated) {
    return found > 0
        && BinomialDistribution.of(asked, tolerated).survivalProbability(found - 1) <= LEVEL;
  }
}

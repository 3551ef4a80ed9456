package org.robustgrid.leaderboard.statistics;

import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * The conditional test of a ratio of two rates (Przyborowski and Wilenski 1940, Biometrika
 * 31:313–323): given the total count, the second group's count is binomial if the second rate is a
 * given multiple of the first. For binomial counts it is conservative.
 */
public final class RateRatio {

  private RateRatio() {}

  /**
   * The probability of at least this many in the second group if its rate is the given multiple.
   *
   * @param before how many of {@code askedBefore} were found
   * @param after how many of {@code askedAfter} were found
   * @param ratio of the second rate to the first, above 0
   */
  public static double rise(int before, int askedBefore, int after, int askedAfter, double ratio) {
    return atLeast(after, before + after, askedBefore, askedAfter, ratio);
  }

  /** The smallest p-value that is possible for a total count. */
  public static double least(int before, int askedBefore, int after, int askedAfter, double ratio) {
    int all = before + after;
    return atLeast(Math.min(all, askedAfter), all, askedBefore, askedAfter, ratio);
  }

  private static double atLeast(int least, int all, int askedBefore, int askedAfter, double ratio) {
    if (least < 0 || least > all || least > askedAfter || all - least > askedBefore + askedAfter) {
      throw new IllegalArgumentException(
          least + " of " + all + " found among " + askedBefore + " and " + askedAfter);
    }
    if (least == 0) {
      return 1;
    }
    double share = ratio * askedAfter / (askedBefore + ratio * askedAfter);
    return BinomialDistribution.of(all, share).survivalProbability(least - 1);
  }
}

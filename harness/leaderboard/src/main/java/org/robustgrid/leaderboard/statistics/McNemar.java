package org.robustgrid.leaderboard.statistics;

import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * McNemar's test of two rates on the same samples, in its exact form (McNemar 1947; Fagerland,
 * Lydersen and Laake 2013): only discordant samples count, and under the null hypothesis each of
 * them is a fair coin flip.
 */
public final class McNemar {

  private McNemar() {}

  /**
   * The two-sided p-value: the smaller tail of the binomial distribution, doubled.
   *
   * @param onlyFirst samples that only the first gets right
   * @param onlySecond samples that only the second gets right
   */
  public static double twoSided(int onlyFirst, int onlySecond) {
    return Math.min(
        1, 2 * oneSided(Math.min(onlyFirst, onlySecond), Math.max(onlyFirst, onlySecond)));
  }

  /**
   * The probability of at least this many losses among the samples that changed, if losses and
   * gains are equally likely.
   *
   * @param gains samples wrong before and right after
   * @param losses samples right before and wrong after
   */
  public static double oneSided(int gains, int losses) {
    if (gains < 0 || losses < 0) {
      throw new IllegalArgumentException(gains + " gains, " + losses + " losses");
    }
    if (losses == 0) {
      return 1;
    }
    return BinomialDistribution.of(gains + losses, 0.5).survivalProbability(losses - 1);
  }
}

package org.robustgrid.numerics.certify;

import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * The exact two-sided test whether two outcomes are equally likely.
 *
 * @since 0.1
 */
public final class BinomialTest {

  private BinomialTest() {}

  /**
   * The p-value of counts at least as uneven as these, given a fair coin.
   *
   * @param first times the first outcome was seen
   * @param second times the second outcome was seen
   * @return 1 if nothing was seen
   */
  public static double evenOdds(int first, int second) {
    if (first < 0 || second < 0) {
      throw new IllegalArgumentException(
          "counts must be at least 0, but are " + first + " and " + second);
    }
    int trials = Math.addExact(first, second);
    if (trials == 0) {
      return 1;
    }
    double tail =
        BinomialDistribution.of(trials, 0.5).survivalProbability(Math.max(first, second) - 1);
    return Math.min(1, 2 * tail);
  }
}

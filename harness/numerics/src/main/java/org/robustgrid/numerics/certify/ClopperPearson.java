package org.robustgrid.numerics.certify;

import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * One-sided Clopper–Pearson bounds on a probability (Clopper and Pearson 1934), as smoothing
 * certificates use them (Cohen, Rosenfeld and Kolter 2019).
 *
 * @since 0.1
 */
public final class ClopperPearson {

  private ClopperPearson() {}

  /**
   * The lower bound that holds with probability 1 − alpha.
   *
   * @param successes 0 … trials
   * @param trials at least 1
   * @param alpha in (0, 1)
   * @return 0 without successes; exact to about 1e-15
   */
  public static double lowerBound(long successes, long trials, double alpha) {
    check(successes, trials, alpha);
    if (successes == 0) {
      return 0;
    }
    return quantile(BetaDistribution.of(successes, trials - successes + 1.0), alpha);
  }

  /** The upper bound that holds with probability 1 − alpha; 1 without failures. */
  public static double upperBound(long successes, long trials, double alpha) {
    check(successes, trials, alpha);
    return 1 - lowerBound(trials - successes, trials, alpha);
  }

  private static void check(long successes, long trials, double alpha) {
    if (trials < 1 || successes < 0 || successes > trials || !(alpha > 0 && alpha < 1)) {
      throw new IllegalArgumentException(
          "expected 0 <= successes <= trials, trials >= 1 and alpha in (0, 1), but found "
              + successes
              + ", "
              + trials
              + " and "
              + alpha);
    }
  }

  /**
   * Bisects down to neighbouring doubles: a radius amplifies an error of its bound elevenfold, more
   * than the library's own inversion promises.
   */
  private static double quantile(BetaDistribution beta, double probability) {
    double low = 0;
    double high = 1;
    while (true) {
      double middle = low + (high - low) / 2;
      if (middle <= low || middle >= high) {
        return middle;
      }
      if (beta.cumulativeProbability(middle) < probability) {
        low = middle;
      } else {
        high = middle;
      }
    }
  }
}

package org.robustgrid.numerics.certify;

/**
 * Hoeffding's bounds (1963) on the mean of values in [0, 1], for soft smoothing's class scores.
 *
 * @since 0.1
 */
public final class HoeffdingBound {

  private HoeffdingBound() {}

  /** A bound under the expectation that holds with probability 1 − alpha. */
  public static double lowerBound(double mean, long trials, double alpha) {
    return Math.max(0, mean - margin(trials, alpha));
  }

  /** A bound over the expectation that holds with probability 1 − alpha. */
  public static double upperBound(double mean, long trials, double alpha) {
    return Math.min(1, mean + margin(trials, alpha));
  }

  private static double margin(long trials, double alpha) {
    if (trials < 1 || !(alpha > 0 && alpha < 1)) {
      throw new IllegalArgumentException(
          "expected trials >= 1 and alpha in (0, 1), but found " + trials + " and " + alpha);
    }
    return Math.sqrt(-Math.log(alpha) / (2.0 * trials));
  }
}

package org.robustgrid.leaderboard.statistics;

/**
 * A difference of two rates with its interval.
 *
 * @param estimate the first rate less the second, in [−1, 1]
 * @param low lower end, in [−1, 1]
 * @param high upper end, in [low, 1]
 */
public record Difference(double estimate, double low, double high) {

  public Difference {
    if (!(-1 <= low && low <= high && high <= 1 && -1 <= estimate && estimate <= 1)) {
      throw new IllegalArgumentException(
          "no difference of rates: " + estimate + " [" + low + ", " + high + "]");
    }
  }
}

package org.robustgrid.leaderboard.statistics;

/**
 * An interval of a rate.
 *
 * @param low lower end, in [0, high]
 * @param high upper end, at most 1
 */
public record Interval(double low, double high) {

  public Interval {
    if (!(0 <= low && low <= high && high <= 1)) {
      throw new IllegalArgumentException("no interval of a rate: [" + low + ", " + high + "]");
    }
  }
}

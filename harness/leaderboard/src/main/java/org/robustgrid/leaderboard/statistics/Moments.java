package org.robustgrid.leaderboard.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/** Means, spreads and medians. */
public final class Moments {

  private Moments() {}

  /**
   * The arithmetic mean.
   *
   * @param values at least one
   */
  public static double mean(List<Double> values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.size();
  }

  /** The sample standard deviation (n − 1); empty for fewer than two values. */
  public static OptionalDouble spread(List<Double> values) {
    if (values.size() < 2) {
      return OptionalDouble.empty();
    }
    double mean = mean(values);
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return OptionalDouble.of(Math.sqrt(squares / (values.size() - 1)));
  }

  /** The median, of an even number the mean of the middle two; empty for no value. */
  public static OptionalDouble median(List<Double> values) {
    if (values.isEmpty()) {
      return OptionalDouble.empty();
    }
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return OptionalDouble.of(
        sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2);
  }
}

package org.robustgrid.analyses.reading;

import java.util.Arrays;

/** The median of values. */
public final class Median {

  private Median() {}

  /** Computes the median of at least one value; of an even number, the mean of the middle two. */
  public static double of(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}

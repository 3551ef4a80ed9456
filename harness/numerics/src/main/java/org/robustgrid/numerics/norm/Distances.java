package org.robustgrid.numerics.norm;

import org.robustgrid.spi.Norm;

/** Distances between two points, summed in double in index order. */
public final class Distances {

  private Distances() {}

  /**
   * The distance of {@code a} and {@code b} over {@code [offset, offset + length)}; NaN where a
   * coordinate is.
   */
  public static double between(Norm norm, double[] a, double[] b, int offset, int length) {
    double result = 0;
    for (int i = offset; i < offset + length; i++) {
      double difference = Math.abs(a[i] - b[i]);
      switch (norm) {
        case LINF -> result = Math.max(result, difference);
        case L2 -> result += difference * difference;
        case L1 -> result += difference;
        case L0 -> result += difference == 0 ? 0 : Double.isNaN(difference) ? difference : 1;
      }
    }
    return norm == Norm.L2 ? Math.sqrt(result) : result;
  }

  /** The L2 norm of {@code values[offset … offset + length)}. */
  public static double euclidean(double[] values, int offset, int length) {
    double sum = 0;
    for (int i = offset; i < offset + length; i++) {
      sum += values[i] * values[i];
    }
    return Math.sqrt(sum);
  }
}

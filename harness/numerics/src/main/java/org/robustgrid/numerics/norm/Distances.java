package org.robustgrid.numerics.norm;

import org.robustgrid.spi.Norm;

/**
 * Distances between two points, in double. The squares of an L2 norm are summed in four interleaved
 * sums, always the same, since each addition would wait for the one before it.
 *
 * @since 0.1
 */
public final class Distances {

  private Distances() {}

  /**
   * The distance of {@code a} and {@code b} over {@code [offset, offset + length)}; NaN if a
   * coordinate is.
   */
  public static double between(Norm norm, double[] a, double[] b, int offset, int length) {
    if (norm == Norm.L2) {
      return euclidean(a, b, offset, length);
    }
    double result = 0;
    for (int i = offset; i < offset + length; i++) {
      double difference = Math.abs(a[i] - b[i]);
      switch (norm) {
        case LINF -> result = Math.max(result, difference);
        case L1 -> result += difference;
        default -> result += difference == 0 ? 0 : Double.isNaN(difference) ? difference : 1;
      }
    }
    return result;
  }

  private static double euclidean(double[] a, double[] b, int offset, int length) {
    double sum0 = 0;
    double sum1 = 0;
    double sum2 = 0;
    double sum3 = 0;
    int end = offset + length;
    int i = offset;
    for (; i < end - 3; i += 4) {
      double difference0 = a[i] - b[i];
      double difference1 = a[i + 1] - b[i + 1];
      double difference2 = a[i + 2] - b[i + 2];
      double difference3 = a[i + 3] - b[i + 3];
      sum0 += difference0 * difference0;
      sum1 += difference1 * difference1;
      sum2 += difference2 * difference2;
      sum3 += difference3 * difference3;
    }
    for (; i < end; i++) {
      double difference = a[i] - b[i];
      sum0 += difference * difference;
    }
    return Math.sqrt((sum0 + sum1) + (sum2 + sum3));
  }

  /** The L2 norm of {@code values[offset … offset + length)}. */
  public static double euclidean(double[] values, int offset, int length) {
    double sum0 = 0;
    double sum1 = 0;
    double sum2 = 0;
    double sum3 = 0;
    int end = offset + length;
    int i = offset;
    for (; i < end - 3; i += 4) {
      sum0 += values[i] * values[i];
      sum1 += values[i + 1] * values[i + 1];
      sum2 += values[i + 2] * values[i + 2];
      sum3 += values[i + 3] * values[i + 3];
    }
    for (; i < end; i++) {
      sum0 += values[i] * values[i];
    }
    return Math.sqrt((sum0 + sum1) + (sum2 + sum3));
  }
}

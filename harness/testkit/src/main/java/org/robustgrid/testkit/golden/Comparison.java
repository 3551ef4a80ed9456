package org.robustgrid.testkit.golden;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;

/**
 * Compares arrays and remembers the largest error: max |a − b|, absolute in double, divided by the
 * reference's max |b| in float. A NaN on either side, or another length, fails.
 */
final class Comparison {

  private final double tolerance;
  private final boolean relative;
  private final List<String> failures = new ArrayList<>();
  private double largest;
  private int compared;

  Comparison(double tolerance, DataType precision) {
    this.tolerance = tolerance;
    this.relative = precision == DataType.FLOAT;
  }

  void compare(String name, INDArray actual, double[] expected) {
    compare(name, HostArrays.read(actual), expected);
  }

  void compare(String name, double actual, double[] expected) {
    compare(name, new double[] {actual}, expected);
  }

  void compare(String name, double[] actual, double[] expected) {
    compared++;
    if (actual.length != expected.length) {
      fail(name + " has " + actual.length + " values instead of " + expected.length);
      return;
    }
    double error = 0;
    double scale = 0;
    for (int i = 0; i < actual.length; i++) {
      // an infinity that both sides share is no difference
      double difference = actual[i] == expected[i] ? 0 : Math.abs(actual[i] - expected[i]);
      error = Math.max(error, difference);
      scale = Math.max(scale, Math.abs(expected[i]));
    }
    if (relative && scale > 0) {
      error /= scale;
    }
    largest = Math.max(largest, error);
    if (!(error <= tolerance)) {
      failures.add(
          String.format(Locale.ROOT, "%s differs by %.3g (at most %.0e)", name, error, tolerance));
    }
  }

  /** Compares counts, indices or yes and no, which must match exactly. */
  void compare(String name, int[] actual, double[] expected) {
    compare(name, Arrays.stream(actual).asDoubleStream().toArray(), expected);
  }

  void compare(String name, boolean[] actual, double[] expected) {
    double[] values = new double[actual.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = actual[i] ? 1 : 0;
    }
    compare(name, values, expected);
  }

  /** Compares tables row by row, joined. */
  void compare(String name, double[][] actual, double[] expected) {
    compare(name, Arrays.stream(actual).flatMapToDouble(Arrays::stream).toArray(), expected);
  }

  void compare(String name, double[][][] actual, double[] expected) {
    compare(name, Arrays.stream(actual).flatMap(Arrays::stream).toArray(double[][]::new), expected);
  }

  void fail(String message) {
    failures.add(message);
    largest = Double.NaN;
  }

  /** The largest error; NaN if nothing was compared. */
  double largest() {
    return compared == 0 ? Double.NaN : largest;
  }

  boolean passed() {
    return failures.isEmpty() && compared > 0;
  }

  String message() {
    return compared == 0 && failures.isEmpty()
        ? "nothing to compare was found"
        : String.join("; ", failures);
  }
}

package org.robustgrid.testkit.golden;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Compares arrays by max |a − b| over a scale, each with a tolerance of its own. A NaN fails. */
final class ScaledComparison {

  private final List<String> failures = new ArrayList<>();
  private double largest;
  private int compared;

  static double scale(double[] expected) {
    double scale = 0;
    for (double value : expected) {
      scale = Math.max(scale, Math.abs(value));
    }
    return scale;
  }

  void compare(String name, double[] actual, double[] expected, double tolerance) {
    compare(name, actual, expected, tolerance, scale(expected));
  }

  void compare(String name, double[] actual, double[] expected, double tolerance, double scale) {
    compared++;
    if (actual.length != expected.length) {
      fail(name + " has " + actual.length + " values instead of " + expected.length);
      return;
    }
    double error = 0;
    for (int i = 0; i < actual.length; i++) {
      double difference = Math.abs(actual[i] - expected[i]);
      error = difference <= error ? error : difference;
    }
    double relative = error == 0 ? 0 : error / scale;
    largest = relative <= largest ? largest : relative;
    if (!(relative <= tolerance)) {
      fail(
          String.format(
              Locale.ROOT, "%s differs by %.3g (at most %.0e)", name, relative, tolerance));
    }
  }

  void fail(String message) {
    failures.add(message);
  }

  boolean passed() {
    return failures.isEmpty() && compared > 0;
  }

  double largest() {
    return compared == 0 ? Double.NaN : largest;
  }

  String message() {
    if (failures.size() > 4) {
      return String.join("; ", failures.subList(0, 4)) + "; and " + (failures.size() - 4) + " more";
    }
    return String.join("; ", failures);
  }
}

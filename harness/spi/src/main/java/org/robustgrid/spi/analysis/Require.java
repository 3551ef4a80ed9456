package org.robustgrid.spi.analysis;

import java.util.List;

/** Argument checks of the results' constructors. */
final class Require {

  private Require() {}

  static void that(boolean condition, String where, String message) {
    if (!condition) {
      throw new IllegalArgumentException(where + " " + message);
    }
  }

  static void text(String where, String what, String text) {
    that(text != null && !text.isBlank(), where, "has no " + what);
  }

  /** Refuses NaN and infinite values. */
  static void finite(String where, String what, double value) {
    that(
        Double.isFinite(value),
        where,
        "has the " + what + " " + value + "; leave out what has no finite value");
  }

  static void interval(String where, double low, double high) {
    finite(where, "lower end", low);
    finite(where, "upper end", high);
    that(low <= high, where, "has the interval [" + low + ", " + high + "]");
  }

  static void finite(String where, String what, List<Double> values) {
    values.forEach(value -> finite(where, what, value));
  }
}

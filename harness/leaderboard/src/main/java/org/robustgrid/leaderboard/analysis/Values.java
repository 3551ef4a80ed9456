package org.robustgrid.leaderboard.analysis;

import java.util.List;

/** What the constructors of this package check. */
final class Values {

  private Values() {}

  /** A list as it is; absent in JSON means empty. */
  static <T> List<T> copy(List<T> values) {
    return values == null ? List.of() : List.copyOf(values);
  }

  static void require(boolean condition, String where, String message) {
    if (!condition) {
      throw new IllegalArgumentException(where + " " + message);
    }
  }

  static void requireText(String where, String what, String text) {
    require(text != null && !text.isBlank(), where, "has no " + what);
  }

  /** Refuses NaN and infinite values, which JSON cannot hold; null means that there is none. */
  static void requireFinite(String where, String what, Double value) {
    require(
        value == null || Double.isFinite(value),
        where,
        "has the " + what + " " + value + "; leave out what has no finite value");
  }

  static void requireInterval(String where, Double low, Double high) {
    requireFinite(where, "lower end", low);
    requireFinite(where, "upper end", high);
    require((low == null) == (high == null), where, "has one end of an interval only");
    require(low == null || low <= high, where, "has the interval [" + low + ", " + high + "]");
  }
}

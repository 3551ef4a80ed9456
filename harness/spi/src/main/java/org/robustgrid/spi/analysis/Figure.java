package org.robustgrid.spi.analysis;

import java.util.OptionalDouble;

/**
 * A number with its interval.
 *
 * @param value finite
 * @param low lower end of the interval; empty if there is none
 * @param high upper end; empty together with the lower one
 * @param unit such as {@code nats}; empty for a pure number
 * @since 0.1
 */
public record Figure(
    String name, double value, OptionalDouble low, OptionalDouble high, String unit) {

  public Figure {
    Require.text("a figure", "name", name);
    String where = "figure '" + name + "'";
    Require.finite(where, "value", value);
    Require.that(low.isPresent() == high.isPresent(), where, "has one end of an interval only");
    if (low.isPresent()) {
      Require.interval(where, low.getAsDouble(), high.getAsDouble());
    }
    Require.that(unit != null, where, "has no unit; a pure number has an empty one");
  }

  /** A number without an interval. */
  public Figure(String name, double value, String unit) {
    this(name, value, OptionalDouble.empty(), OptionalDouble.empty(), unit);
  }

  /** A number with an interval. */
  public Figure(String name, double value, double low, double high, String unit) {
    this(name, value, OptionalDouble.of(low), OptionalDouble.of(high), unit);
  }
}

package org.robustgrid.leaderboard.analysis;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A number with its interval.
 *
 * @param low lower end of the interval; null if there is none
 * @param high upper end; null together with the lower one
 * @param unit such as {@code nats}; empty for a pure number
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Figure(String name, double value, Double low, Double high, String unit) {

  public Figure {
    Values.requireText("a figure", "name", name);
    Values.requireFinite("figure " + name, "value", value);
    Values.requireInterval("figure " + name, low, high);
    unit = unit == null ? "" : unit;
  }

  /** A pure number without an interval. */
  public Figure(String name, double value) {
    this(name, value, null, null, "");
  }
}

package org.robustgrid.spi.analysis;

import java.util.List;

/**
 * The points of a line. Lines with the same axes are drawn in one plot.
 *
 * @param name of the line
 * @param xName of the horizontal axis, with its unit
 * @param yName of the vertical axis, with its unit
 * @param x finite positions, in the order in which they are joined; at least one
 * @param y as many finite values
 * @param low lower ends of the values' intervals, as many; empty without
 * @param high upper ends, as many as lower ones
 * @since 0.1
 */
public record Series(
    String name,
    String xName,
    String yName,
    List<Double> x,
    List<Double> y,
    List<Double> low,
    List<Double> high) {

  public Series {
    Require.text("a series", "name", name);
    String where = "series '" + name + "'";
    Require.text(where, "name of the x axis", xName);
    Require.text(where, "name of the y axis", yName);
    x = List.copyOf(x);
    y = List.copyOf(y);
    low = List.copyOf(low);
    high = List.copyOf(high);
    Require.that(!x.isEmpty(), where, "has no points");
    Require.that(y.size() == x.size(), where, "has " + x.size() + " x and " + y.size() + " y");
    Require.that(
        low.size() == high.size() && (low.isEmpty() || low.size() == x.size()),
        where,
        "has "
            + x.size()
            + " points, but "
            + low.size()
            + " lower and "
            + high.size()
            + " upper ends");
    Require.finite(where, "x", x);
    Require.finite(where, "y", y);
    for (int i = 0; i < low.size(); i++) {
      Require.interval(where, low.get(i), high.get(i));
    }
  }

  /** A line without intervals. */
  public Series(String name, String xName, String yName, List<Double> x, List<Double> y) {
    this(name, xName, yName, x, y, List.of(), List.of());
  }
}

package org.robustgrid.leaderboard.analysis;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * The points of a line.
 *
 * @param name of the line
 * @param xName of the horizontal axis, with its unit
 * @param yName of the vertical axis, with its unit
 * @param x positions, in the order in which they are joined; at least one
 * @param y as many values
 * @param low lower ends of the values' intervals, as many; null without
 * @param high upper ends, as many as lower ones
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Series(
    String name,
    String xName,
    String yName,
    List<Double> x,
    List<Double> y,
    List<Double> low,
    List<Double> high) {

  public Series {
    Values.requireText("a series", "name", name);
    String where = "series " + name;
    Values.requireText(where, "name of the x axis", xName);
    Values.requireText(where, "name of the y axis", yName);
    x = Values.copy(x);
    y = Values.copy(y);
    Values.require(!x.isEmpty(), where, "has no points");
    Values.require(y.size() == x.size(), where, "has " + x.size() + " x and " + y.size() + " y");
    Values.require((low == null) == (high == null), where, "has one end of its intervals only");
    if (low != null) {
      low = List.copyOf(low);
      high = List.copyOf(high);
      Values.require(
          low.size() == x.size() && high.size() == x.size(),
          where,
          "has " + x.size() + " points, but " + low.size() + " and " + high.size() + " ends");
    }
    for (int i = 0; i < x.size(); i++) {
      Values.requireFinite(where, "x", x.get(i));
      Values.requireFinite(where, "y", y.get(i));
      if (low != null) {
        Values.requireInterval(where, low.get(i), high.get(i));
      }
    }
  }

  /** A line without intervals. */
  public Series(String name, String xName, String yName, List<Double> x, List<Double> y) {
    this(name, xName, yName, x, y, null, null);
  }

  /** What is drawn in one plot has these in common. */
  public String axes() {
    return yName + " against " + xName;
  }
}

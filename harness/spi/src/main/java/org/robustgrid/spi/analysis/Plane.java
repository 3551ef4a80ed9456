package org.robustgrid.spi.analysis;

import java.util.List;

/**
 * Classes over a square of the plane: inputs of two features, on a regular grid of cells.
 *
 * @param left smallest first feature of the square
 * @param bottom smallest second feature
 * @param width of the square, in units of the data
 * @param classes by row, the top one first, and column; −1 for none
 * @param points samples that are drawn on top, [x, y] each: the first test samples, in their order
 * @since 0.1
 */
public record Plane(
    String name,
    double left,
    double bottom,
    double width,
    List<List<Integer>> classes,
    List<List<Double>> points) {

  /** The most classes that are told apart: class 35 is the last. */
  public static final int MOST_CLASSES = 36;

  public Plane {
    Require.text("a plane", "name", name);
    String where = "plane '" + name + "'";
    Require.finite(where, "left end", left);
    Require.finite(where, "bottom", bottom);
    Require.finite(where, "width", width);
    Require.that(width > 0, where, "has the width " + width);
    classes = classes.stream().map(List::copyOf).toList();
    points = points.stream().map(List::copyOf).toList();
    Require.that(!classes.isEmpty(), where, "has no cells");
    for (List<Integer> row : classes) {
      Require.that(row.size() == classes.get(0).size(), where, "has rows of different lengths");
      for (int decided : row) {
        Require.that(
            decided >= -1 && decided < MOST_CLASSES,
            where,
            "holds the class " + decided + "; expected −1 to " + (MOST_CLASSES - 1));
      }
    }
    for (List<Double> point : points) {
      Require.that(point.size() == 2, where, "has a point of " + point.size() + " coordinates");
      Require.finite(where, "coordinate", point);
    }
  }
}

package org.robustgrid.spi.analysis;

import java.util.List;

/**
 * Classes over a square of the plane: inputs of two features, on a regular grid of cells.
 *
 * @param left smallest first feature of the square
 * @param bottom smallest second feature
 * @param width of the square, in units of the data
 * @param classes by row, the top one first, and column; −1 for none
 * @param confidence in each of the classes, in [0, 1]; empty if it is not known. Leaderboards hold
 *     it to the nearest of {@value #CONFIDENCES} levels
 * @param points that are drawn on top
 * @since 0.1
 */
public record Plane(
    String name,
    double left,
    double bottom,
    double width,
    List<List<Integer>> classes,
    List<List<Double>> confidence,
    List<Point> points) {

  /** The largest number of classes that are distinguished. */
  public static final int MOST_CLASSES = 36;

  /** The number of confidence levels that are distinguished: 0, 1/35, …, 1. */
  public static final int CONFIDENCES = 36;

  /** The most cells on a side of the square. */
  public static final int MOST_CELLS = 512;

  /** The most points on a plane. */
  public static final int MOST_POINTS = 10_000;

  public Plane {
    Require.text("a plane", "name", name);
    String where = "plane '" + name + "'";
    Require.finite(where, "left end", left);
    Require.finite(where, "bottom", bottom);
    Require.finite(where, "width", width);
    Require.that(width > 0, where, "has the width " + width);
    classes = classes.stream().map(List::copyOf).toList();
    confidence = confidence.stream().map(List::copyOf).toList();
    points = List.copyOf(points);
    Require.that(!classes.isEmpty() && !classes.get(0).isEmpty(), where, "has no cells");
    Require.that(
        classes.size() <= MOST_CELLS && classes.get(0).size() <= MOST_CELLS,
        where,
        "has "
            + classes.size()
            + " × "
            + classes.get(0).size()
            + " cells; at most "
            + MOST_CELLS
            + " on a side are drawn");
    Require.that(
        points.size() <= MOST_POINTS,
        where,
        "has " + points.size() + " points; at most " + MOST_POINTS + " are drawn");
    for (List<Integer> row : classes) {
      Require.that(row.size() == classes.get(0).size(), where, "has rows of different lengths");
      row.forEach(decided -> requireClass(where, decided, -1));
    }
    Require.that(
        confidence.isEmpty()
            || confidence.stream()
                .map(List::size)
                .toList()
                .equals(classes.stream().map(List::size).toList()),
        where,
        "has a confidence for other cells than it has classes");
    for (List<Double> row : confidence) {
      for (double value : row) {
        Require.that(
            value >= 0 && value <= 1, where, "holds the confidence " + value + "; expected [0, 1]");
      }
    }
    for (Point point : points) {
      Require.finite(where, "x", point.x());
      Require.finite(where, "y", point.y());
      requireClass(where, point.label(), 0);
      requireClass(where, point.decided(), -1);
    }
  }

  private static void requireClass(String where, int of, int least) {
    Require.that(
        of >= least && of < MOST_CLASSES,
        where,
        "holds the class "
            + of
            + "; expected "
            + (least < 0 ? "−1" : "0")
            + " to "
            + (MOST_CLASSES - 1));
  }

  /**
   * A sample on the plane.
   *
   * @param x first feature
   * @param y second feature
   * @param label its true class
   * @param decided the class that is decided there, −1 for none
   * @since 0.1
   */
  public record Point(double x, double y, int label, int decided) {}
}

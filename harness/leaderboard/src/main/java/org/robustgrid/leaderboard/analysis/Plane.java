package org.robustgrid.leaderboard.analysis;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Classes over a square of the plane: inputs of two features, on a regular grid of cells. A class
 * is one character, its number in base 36, or {@code -} for none.
 *
 * @param left smallest first feature of the square
 * @param bottom smallest second feature
 * @param width of the square, in units of the data
 * @param classes rows of cells, the top one first; one class a cell
 * @param confidence one character a cell, from {@code 0} for none to {@code z} for 1, in steps of
 *     1/35; empty if it is not known
 * @param points drawn on top, [x, y] each
 * @param labels the true class of each point
 * @param decided the class that is decided at each point
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Plane(
    String name,
    double left,
    double bottom,
    double width,
    List<String> classes,
    List<String> confidence,
    List<List<Double>> points,
    String labels,
    String decided) {

  private static final int RADIX = Character.MAX_RADIX;
  private static final String SYMBOLS = "[0-9a-z]";

  public Plane {
    Values.requireText("a plane", "name", name);
    String where = "plane " + name;
    Values.requireFinite(where, "left end", left);
    Values.requireFinite(where, "bottom", bottom);
    Values.requireFinite(where, "width", width);
    Values.require(width > 0, where, "has the width " + width);
    classes = Values.copy(classes);
    confidence = Values.copy(confidence);
    points = Values.copy(points).stream().map(List::copyOf).toList();
    labels = labels == null ? "" : labels;
    decided = decided == null ? "" : decided;
    Values.require(!classes.isEmpty() && !classes.get(0).isEmpty(), where, "has no cells");
    int columns = classes.get(0).length();
    requireSymbols(where, "classes", classes, "[0-9a-z-]", columns);
    requireSymbols(where, "confidence", confidence, SYMBOLS, columns);
    Values.require(
        confidence.isEmpty() || confidence.size() == classes.size(),
        where,
        "has " + classes.size() + " rows of classes, but " + confidence.size() + " of confidence");
    requireSymbols(where, "labels", List.of(labels), SYMBOLS, points.size());
    requireSymbols(where, "decided", List.of(decided), "[0-9a-z-]", points.size());
    for (List<Double> point : points) {
      Values.require(point.size() == 2, where, "has a point of " + point.size() + " coordinates");
      point.forEach(coordinate -> Values.requireFinite(where, "coordinate", coordinate));
    }
  }

  private static void requireSymbols(
      String where, String what, List<String> rows, String symbols, int length) {
    for (String row : rows) {
      Values.require(
          row.matches(symbols + "{" + length + "}"),
          where,
          "has "
              + what
              + " of other characters or another number than "
              + length
              + ": '"
              + row
              + "'");
    }
  }

  /** The character of a class; a negative one stands for none. */
  public static char symbol(int of) {
    return of < 0 ? '-' : Character.forDigit(of, RADIX);
  }

  /** The character of a confidence in [0, 1], to the nearest step. */
  public static char level(double confidence) {
    return Character.forDigit((int) Math.round(confidence * (RADIX - 1)), RADIX);
  }

  /** The class in a cell; −1 for none. */
  public int at(int row, int column) {
    return Character.digit(classes.get(row).charAt(column), RADIX);
  }

  /** The confidence in a cell; 1 if it is not known. */
  public double confidenceAt(int row, int column) {
    return confidence.isEmpty()
        ? 1
        : Character.digit(confidence.get(row).charAt(column), RADIX) / (RADIX - 1.0);
  }

  /** The true class of a point. */
  public int label(int point) {
    return Character.digit(labels.charAt(point), RADIX);
  }

  /** The class that is decided at a point; −1 for none. */
  public int decided(int point) {
    return Character.digit(decided.charAt(point), RADIX);
  }

  /** Whether what is decided at a point is its label. */
  public boolean right(int point) {
    return labels.charAt(point) == decided.charAt(point);
  }

  /** How many points of a class are drawn. */
  public long points(int of) {
    return labels.chars().filter(c -> c == symbol(of)).count();
  }

  /** How many points of a class are decided otherwise. */
  public long wrong(int of) {
    return IntStream.range(0, labels.length())
        .filter(point -> label(point) == of && !right(point))
        .count();
  }

  /** The share of the cells in which a class is decided. */
  public double share(int of) {
    long cells = classes.stream().flatMapToInt(String::chars).filter(c -> c == symbol(of)).count();
    return cells / ((double) classes.size() * classes.get(0).length());
  }

  /** The classes of points and cells, ascending, without −1. */
  public List<Integer> present() {
    TreeSet<Integer> present = new TreeSet<>();
    IntStream.concat(labels.chars(), classes.stream().flatMapToInt(String::chars))
        .filter(c -> c != '-')
        .forEach(c -> present.add(Character.digit(c, RADIX)));
    return List.copyOf(present);
  }
}

package org.robustgrid.leaderboard;

import java.util.List;

/**
 * What a classifier decides over a square of the plane: inputs of two features, on a regular grid
 * of cells, each asked at its centre.
 *
 * @param left smallest first feature of the square
 * @param bottom smallest second feature
 * @param width of the square, in units of the data
 * @param rows of cells, the top one first; one character a cell, the class in base 36, or {@code -}
 *     where the classifier abstained
 */
public record DecisionRegions(double left, double bottom, double width, List<String> rows) {

  /** Most classes that one character tells apart. */
  public static final int MOST_CLASSES = Character.MAX_RADIX;

  public DecisionRegions {
    rows = List.copyOf(rows);
  }

  /** The character of a decision; a negative one stands for none. */
  public static char symbol(int decision) {
    return decision < 0 ? '-' : Character.forDigit(decision, MOST_CLASSES);
  }

  /** The decision in a cell; −1 for none. */
  public int decision(int row, int column) {
    return Character.digit(rows.get(row).charAt(column), MOST_CLASSES);
  }
}

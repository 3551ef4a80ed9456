package org.robustgrid.attacks;

/**
 * The perturbation of one window in the L2 Square Attack: two pyramids of opposite sign side by
 * side, of norm 1 (Andriushchenko et al. 2020, equation 2 and the lines after it).
 */
final class Bump {

  /**
   * The size and orientation of a bump.
   *
   * @param height rows of the window
   * @param width columns of the window
   * @param upright whether one pyramid is above the other; otherwise they are side by side
   */
  record Shape(int height, int width, boolean upright) {}

  private Bump() {}

  /** The values of a bump, row by row. A single row or column is split along its length. */
  static double[] of(Shape shape) {
    boolean upright = shape.width() == 1 || shape.upright() && shape.height() > 1;
    int along = upright ? shape.height() : shape.width();
    int across = upright ? shape.width() : shape.height();
    double[] values = new double[along * across];
    double squares = 0;
    for (int a = 0; a < along; a++) {
      boolean first = a < along / 2;
      int size = first ? along / 2 : along - along / 2;
      for (int b = 0; b < across; b++) {
        double height = pyramid(first ? a : a - along / 2, size, b, across);
        values[upright ? a * across + b : b * along + a] = first ? height : -height;
        squares += height * height;
      }
    }
    for (int i = 0; i < values.length; i++) {
      values[i] /= Math.sqrt(squares);
    }
    return values;
  }

  /**
   * The height of a pyramid of n + 1 rings at distance d from its centre (equation 2): the sum of
   * 1/k² over {@code d < k ≤ n + 1}.
   */
  private static double pyramid(int row, int rows, int column, int columns) {
    int distance = Math.max(Math.abs(row - rows / 2), Math.abs(column - columns / 2));
    double height = 0;
    for (int k = distance + 1; k <= Math.max(rows / 2, columns / 2) + 1; k++) {
      height += 1.0 / ((double) k * k);
    }
    return height;
  }
}

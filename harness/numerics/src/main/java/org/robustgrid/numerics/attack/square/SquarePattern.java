package org.robustgrid.numerics.attack.square;

import org.robustgrid.spi.Norm;

/**
 * Windows of the Square Attack and what is added in them.
 *
 * @since 0.1
 */
public final class SquarePattern {

  private SquarePattern() {}

  /**
   * The side of a window: √(share · height · width) rounded half to even, at least 1, in L2 and L1
   * at least 3 and odd; at most the shorter side of the image.
   */
  public static int side(Norm norm, double share, int height, int width) {
    int side = (int) Math.rint(Math.sqrt(share * height * width));
    if (norm == Norm.LINF) {
      side = Math.max(side, 1);
    } else {
      side = Math.max(side, 3);
      side += side % 2 == 0 ? 1 : 0;
    }
    return Math.min(side, Math.min(height, width));
  }

  /**
   * Two pyramids of opposite sign, one above the other, of norm 1 in all: [side × side], row by
   * row.
   *
   * @param norm L2 or L1
   */
  public static double[] of(Norm norm, int side) {
    double[] pattern = new double[side * side];
    int upper = side / 2;
    double[] first = pyramid(norm, upper, side);
    double[] second = pyramid(norm, side - upper, side);
    for (int i = 0; i < pattern.length; i++) {
      pattern[i] = i < upper * side ? first[i] : -second[i - upper * side];
    }
    normalise(norm, pattern);
    return pattern;
  }

  private static double[] pyramid(Norm norm, int rows, int columns) {
    double[] values = new double[rows * columns];
    int middleRow = rows / 2;
    int middleColumn = columns / 2;
    for (int j = 0; j <= Math.max(middleRow, middleColumn); j++) {
      double added = Math.pow(j + 1, norm == Norm.L2 ? -2 : -4);
      int top = Math.max(0, middleRow - j);
      int bottom = Math.min(rows - 1, middleRow + j);
      for (int row = top; row <= bottom; row++) {
        int left = Math.max(0, middleColumn - j);
        int right = Math.min(columns - 1, middleColumn + j);
        for (int column = left; column <= right; column++) {
          values[row * columns + column] += added;
        }
      }
    }
    normalise(norm, values);
    return values;
  }

  private static void normalise(Norm norm, double[] values) {
    double size = size(norm, values);
    for (int i = 0; i < values.length && size > 0; i++) {
      values[i] /= size;
    }
  }

  static double size(Norm norm, double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += norm == Norm.L2 ? value * value : Math.abs(value);
    }
    return norm == Norm.L2 ? Math.sqrt(sum) : sum;
  }

  /** The pattern with rows and columns exchanged. */
  static double[] transposed(double[] pattern, int side) {
    double[] transposed = new double[pattern.length];
    for (int row = 0; row < side; row++) {
      for (int column = 0; column < side; column++) {
        transposed[column * side + row] = pattern[row * side + column];
      }
    }
    return transposed;
  }
}

package org.robustgrid.numerics.corruption;

import org.robustgrid.spi.random.RandomStream;

/**
 * Plasma fractals by the diamond-square algorithm (Fournier, Fussell and Carpenter 1982) on a
 * torus, with the random terms of Hendrycks and Dietterich: 100² U(−1, 1) in the first step, and a
 * squared decay smaller in each next one.
 */
final class Plasma {

  private static final double WIBBLE = 100;

  private final int side;
  private final double[] map;
  private final RandomStream random;
  private double wibble = WIBBLE;

  private Plasma(int side, RandomStream random) {
    this.side = side;
    this.map = new double[side * side];
    this.random = random;
  }

  /**
   * A fractal's upper left part.
   *
   * @param decay by which the random term shrinks in each step
   * @return height × width values; those of the whole fractal, whose side is the next power of two,
   *     span [0, 1]
   */
  static double[] fractal(int height, int width, double decay, RandomStream random) {
    int side = Math.max(2, Integer.highestOneBit(2 * Math.max(height, width) - 1));
    Plasma plasma = new Plasma(side, random);
    for (int step = side; step >= 2; step /= 2) {
      plasma.squares(step);
      plasma.diamonds(step);
      plasma.wibble /= decay;
    }
    return plasma.part(height, width);
  }

  private void squares(int step) {
    int half = step / 2;
    for (int y = 0; y < side; y += step) {
      for (int x = 0; x < side; x += step) {
        double sum = at(y, x) + at(y + step, x) + at(y, x + step) + at(y + step, x + step);
        map[(y + half) * side + x + half] = mean(sum);
      }
    }
  }

  private void diamonds(int step) {
    int half = step / 2;
    for (int y = 0; y < side; y += step) {
      for (int x = half; x < side; x += step) {
        map[y * side + x] =
            mean(at(y + half, x) + at(y - half, x) + at(y, x - half) + at(y, x + half));
      }
    }
    for (int y = half; y < side; y += step) {
      for (int x = 0; x < side; x += step) {
        map[y * side + x] =
            mean(at(y, x + half) + at(y, x - half) + at(y - half, x) + at(y + half, x));
      }
    }
  }

  private double mean(double sum) {
    return sum / 4 + wibble * random.nextDouble(-wibble, wibble);
  }

  private double at(int y, int x) {
    return map[Math.floorMod(y, side) * side + Math.floorMod(x, side)];
  }

  private double[] part(int height, int width) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double value : map) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    double[] part = new double[height * width];
    for (int i = 0; i < part.length; i++) {
      part[i] = (map[i / width * side + i % width] - low) / (high - low);
    }
    return part;
  }
}

package org.robustgrid.datasets;

/**
 * Scales planes of bytes: a triangle filter, widened by the factor when it shrinks (what Pillow
 * calls BILINEAR), first along rows, then along columns.
 */
final class Resampling {

  private Resampling() {}

  /** A part of a picture, in pixels. */
  record Part(double left, double top, double width, double height) {}

  /**
   * Scales a part of one plane.
   *
   * @param plane row by row
   * @return height × width values, row by row
   */
  static byte[] scale(byte[] plane, int rows, int columns, Part part, int height, int width) {
    double[] wide = new double[rows * width];
    Weights across = Weights.of(part.left(), part.width(), columns, width);
    for (int row = 0; row < rows; row++) {
      for (int x = 0; x < width; x++) {
        double sum = 0;
        double[] weights = across.weights()[x];
        for (int i = 0; i < weights.length; i++) {
          sum += weights[i] * (plane[row * columns + across.first()[x] + i] & 0xFF);
        }
        wide[row * width + x] = sum;
      }
    }
    byte[] scaled = new byte[height * width];
    Weights down = Weights.of(part.top(), part.height(), rows, height);
    for (int y = 0; y < height; y++) {
      double[] weights = down.weights()[y];
      for (int x = 0; x < width; x++) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
          sum += weights[i] * wide[(down.first()[y] + i) * width + x];
        }
        scaled[y * width + x] = (byte) Math.max(0, Math.min(255, Math.round(sum)));
      }
    }
    return scaled;
  }

  /** For each place of the result, the first source place that counts, and all weights. */
  private record Weights(int[] first, double[][] weights) {

    static Weights of(double start, double length, int source, int target) {
      double scale = length / target;
      double support = Math.max(1, scale);
      int[] first = new int[target];
      double[][] weights = new double[target][];
      for (int i = 0; i < target; i++) {
        double centre = start + (i + 0.5) * scale;
        int from = Math.max(0, (int) Math.floor(centre - support));
        int to = Math.min(source, (int) Math.ceil(centre + support));
        double[] taps = new double[to - from];
        double sum = 0;
        for (int j = from; j < to; j++) {
          taps[j - from] = Math.max(0, 1 - Math.abs(j + 0.5 - centre) / support);
          sum += taps[j - from];
        }
        for (int j = 0; j < taps.length; j++) {
          taps[j] /= sum;
        }
        first[i] = from;
        weights[i] = taps;
      }
      return new Weights(first, weights);
    }
  }
}

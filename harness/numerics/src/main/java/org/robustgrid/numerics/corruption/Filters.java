package org.robustgrid.numerics.corruption;

/** Linear filters of planes, and values between pixels. */
final class Filters {

  private Filters() {}

  /**
   * A Gaussian along the columns, then along the rows, as {@code scipy.ndimage.gaussian_filter}.
   *
   * @param sigma in pixels, at least 0
   * @param truncate the kernel ends at int(truncate σ + 0.5) pixels
   */
  static double[] gaussian(
      double[] plane, int height, int width, double sigma, double truncate, Edge edge) {
    int radius = (int) (truncate * sigma + 0.5);
    double[] kernel = gaussianKernel(radius, sigma);
    return line(line(plane, kernel, height, width, edge), kernel, width, 1, edge);
  }

  /** Weights exp(−j² / 2σ²), j from −radius to radius, of the sum 1. */
  static double[] gaussianKernel(int radius, double sigma) {
    double[] kernel = new double[2 * radius + 1];
    double sum = 0;
    for (int j = -radius; j <= radius; j++) {
      kernel[j + radius] = j == 0 ? 1 : StrictMath.exp(-0.5 * j * j / (sigma * sigma));
      sum += kernel[j + radius];
    }
    for (int j = 0; j < kernel.length; j++) {
      kernel[j] /= sum;
    }
    return kernel;
  }

  /**
   * Correlates each line of a plane with a kernel of odd length.
   *
   * @param length of a line
   * @param stride between the values of a line
   */
  static double[] line(double[] plane, double[] kernel, int length, int stride, Edge edge) {
    int radius = kernel.length / 2;
    if (radius == 0) {
      return plane.clone();
    }
    double[] result = new double[plane.length];
    for (int i = 0; i < plane.length; i++) {
      int at = i / stride % length;
      int first = i - at * stride;
      double sum = 0;
      for (int j = -radius; j <= radius; j++) {
        sum += kernel[j + radius] * plane[first + edge.place(at + j, length) * stride];
      }
      result[i] = sum;
    }
    return result;
  }

  /**
   * Correlates a plane with a square kernel.
   *
   * @param kernel side × side weights, side odd
   */
  static double[] square(double[] plane, int height, int width, double[] kernel, Edge edge) {
    int side = (int) Math.round(Math.sqrt(kernel.length));
    int radius = side / 2;
    double[] result = new double[plane.length];
    for (int k = 0; k < kernel.length; k++) {
      double weight = kernel[k];
      if (weight == 0) {
        continue;
      }
      int dy = k / side - radius;
      int dx = k % side - radius;
      for (int y = 0; y < height; y++) {
        int row = edge.place(y + dy, height) * width;
        for (int x = 0; x < width; x++) {
          result[y * width + x] += weight * plane[row + edge.place(x + dx, width)];
        }
      }
    }
    return result;
  }

  /** The value between four pixels, each axis linear. */
  static double between(double[] plane, int height, int width, double y, double x, Edge edge) {
    int top = (int) Math.floor(y);
    int left = (int) Math.floor(x);
    double down = y - top;
    double right = x - left;
    int row0 = edge.place(top, height) * width;
    int row1 = edge.place(top + 1, height) * width;
    int column0 = edge.place(left, width);
    int column1 = edge.place(left + 1, width);
    double upper = (1 - right) * plane[row0 + column0] + right * plane[row0 + column1];
    double lower = (1 - right) * plane[row1 + column0] + right * plane[row1 + column1];
    return (1 - down) * upper + down * lower;
  }

  /**
   * The middle of a plane enlarged to its size, each axis linear, as {@code scipy.ndimage.zoom} of
   * the crop of ⌈side / factor⌉ pixels: first and last pixels of crop and result coincide.
   *
   * @param factor at least 1
   */
  static double[] enlarged(double[] plane, int height, int width, double factor) {
    int cropHeight = (int) Math.ceil(height / factor);
    int cropWidth = (int) Math.ceil(width / factor);
    int top = (height - cropHeight) / 2;
    int left = (width - cropWidth) / 2;
    int wholeHeight = (int) Math.rint(cropHeight * factor);
    int wholeWidth = (int) Math.rint(cropWidth * factor);
    double stepY = wholeHeight > 1 ? (cropHeight - 1.0) / (wholeHeight - 1) : 0;
    double stepX = wholeWidth > 1 ? (cropWidth - 1.0) / (wholeWidth - 1) : 0;
    int trimTop = (wholeHeight - height) / 2;
    int trimLeft = (wholeWidth - width) / 2;
    double[] result = new double[plane.length];
    for (int i = 0; i < result.length; i++) {
      double y = Math.min(cropHeight - 1, (i / width + trimTop) * stepY);
      double x = Math.min(cropWidth - 1, (i % width + trimLeft) * stepX);
      result[i] = between(plane, height, width, top + y, left + x, Edge.NEAREST);
    }
    return result;
  }

  /**
   * A plane smeared along a line, as ImageMagick's motion blur: weights exp(−i² / 2σ²) for i from 0
   * to 2 radius, at pixels i steps away in the line's direction.
   *
   * @param degrees the line's angle
   */
  static double[] motion(
      double[] plane, int height, int width, int radius, double sigma, double degrees) {
    int taps = 2 * radius + 1;
    double[] weights = new double[taps];
    double sum = 0;
    for (int i = 0; i < taps; i++) {
      weights[i] = StrictMath.exp(-i * i / (2 * sigma * sigma));
      sum += weights[i];
    }
    double angle = Math.PI * degrees / 180;
    double sine = StrictMath.sin(angle);
    double cosine = StrictMath.cos(angle);
    double[] result = new double[plane.length];
    for (int i = 0; i < taps; i++) {
      int dx = (int) Math.ceil(i * cosine - 0.5);
      int dy = (int) Math.ceil(i * sine - 0.5);
      double weight = weights[i] / sum;
      for (int y = 0; y < height; y++) {
        int row = Edge.NEAREST.place(y + dy, height) * width;
        for (int x = 0; x < width; x++) {
          result[y * width + x] += weight * plane[row + Edge.NEAREST.place(x + dx, width)];
        }
      }
    }
    return result;
  }
}

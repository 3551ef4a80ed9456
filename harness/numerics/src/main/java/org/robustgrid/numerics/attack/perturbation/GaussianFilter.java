package org.robustgrid.numerics.attack.perturbation;

/**
 * A Gaussian filter along height, then along width, of each channel; lines are mirrored at the
 * edges, the edge pixel repeated, and the kernel ends at int(4σ + 0.5) pixels.
 *
 * @param channels of an image
 * @param height in pixels
 * @param width in pixels
 * @since 0.1
 */
public record GaussianFilter(int channels, int height, int width) {

  /**
   * Blurs one image.
   *
   * @param sigma σ in pixels, at least 0
   * @return channels × height × width
   */
  public double[] blur(double[] image, double sigma) {
    double[] kernel = kernel(sigma);
    double[] along = filtered(image, kernel, height, width);
    return filtered(along, kernel, width, 1);
  }

  private static double[] kernel(double sigma) {
    int radius = (int) (4 * sigma + 0.5);
    double[] kernel = new double[2 * radius + 1];
    double sum = 0;
    for (int j = -radius; j <= radius; j++) {
      kernel[j + radius] = radius == 0 ? 1 : Math.exp(-j * j / (2 * sigma * sigma));
      sum += kernel[j + radius];
    }
    for (int j = 0; j < kernel.length; j++) {
      kernel[j] /= sum;
    }
    return kernel;
  }

  private static double[] filtered(double[] image, double[] kernel, int length, int stride) {
    int radius = kernel.length / 2;
    double[] filtered = new double[image.length];
    for (int i = 0; i < image.length; i++) {
      int at = i / stride % length;
      int first = i - at * stride;
      double sum = 0;
      for (int j = -radius; j <= radius; j++) {
        sum += kernel[j + radius] * image[first + mirrored(at + j, length) * stride];
      }
      filtered[i] = sum;
    }
    return filtered;
  }

  private static int mirrored(int at, int length) {
    int wrapped = Math.floorMod(at, 2 * length);
    return wrapped < length ? wrapped : 2 * length - 1 - wrapped;
  }
}

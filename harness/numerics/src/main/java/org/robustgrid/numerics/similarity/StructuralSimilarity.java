package org.robustgrid.numerics.similarity;

/**
 * The structural similarity of two images (Wang, Bovik, Sheikh and Simoncelli 2004): Gaussian
 * windows of 11 × 11 pixels with σ = 1.5 whose weights sum to 1, biased moments, K₁ = 0.01, K₂ =
 * 0.03, a range of 1; the mean over all positions at which the window fits, then over channels.
 *
 * @since 0.1
 */
public final class StructuralSimilarity {

  /** Pixels of the window's side. */
  public static final int WINDOW = 11;

  private static final double SIGMA = 1.5;
  private static final double C1 = 0.01 * 0.01;
  private static final double C2 = 0.03 * 0.03;

  private final int channels;
  private final int height;
  private final int width;
  private final double[] weights;

  /**
   * For images of one shape.
   *
   * @throws IllegalArgumentException if a side is shorter than the window
   */
  public StructuralSimilarity(int channels, int height, int width) {
    if (height < WINDOW || width < WINDOW) {
      throw new IllegalArgumentException(
          "structural similarity needs images of at least "
              + WINDOW
              + " pixels a side, but they have "
              + height
              + " x "
              + width);
    }
    this.channels = channels;
    this.height = height;
    this.width = width;
    this.weights = new double[WINDOW];
    double sum = 0;
    for (int i = 0; i < WINDOW; i++) {
      int distance = i - WINDOW / 2;
      weights[i] = Math.exp(-distance * distance / (2 * SIGMA * SIGMA));
      sum += weights[i];
    }
    for (int i = 0; i < WINDOW; i++) {
      weights[i] /= sum;
    }
  }

  /**
   * The mean over channels.
   *
   * @param a pixels in [0, 1], channels × height × width, C order
   * @param b of the same shape
   */
  public double of(double[] a, double[] b) {
    double sum = 0;
    for (double channel : channels(a, b)) {
      sum += channel;
    }
    return sum / channels;
  }

  /** The similarity of each channel. */
  public double[] channels(double[] a, double[] b) {
    int pixels = height * width;
    double[] result = new double[channels];
    for (int channel = 0; channel < channels; channel++) {
      int from = channel * pixels;
      double[] aa = new double[pixels];
      double[] bb = new double[pixels];
      double[] ab = new double[pixels];
      double[] one = new double[pixels];
      double[] other = new double[pixels];
      for (int i = 0; i < pixels; i++) {
        one[i] = a[from + i];
        other[i] = b[from + i];
        aa[i] = one[i] * one[i];
        bb[i] = other[i] * other[i];
        ab[i] = one[i] * other[i];
      }
      result[channel] =
          mean(windowed(one), windowed(other), windowed(aa), windowed(bb), windowed(ab));
    }
    return result;
  }

  private static double mean(double[] ma, double[] mb, double[] aa, double[] bb, double[] ab) {
    double sum = 0;
    for (int i = 0; i < ma.length; i++) {
      double va = aa[i] - ma[i] * ma[i];
      double vb = bb[i] - mb[i] * mb[i];
      double covariance = ab[i] - ma[i] * mb[i];
      sum +=
          (2 * ma[i] * mb[i] + C1)
              * (2 * covariance + C2)
              / ((ma[i] * ma[i] + mb[i] * mb[i] + C1) * (va + vb + C2));
    }
    return sum / ma.length;
  }

  /** The windows' weighted means, one for each position at which the window fits. */
  private double[] windowed(double[] plane) {
    int rows = height - WINDOW + 1;
    int columns = width - WINDOW + 1;
    double[] across = new double[height * columns];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < columns; x++) {
        double sum = 0;
        for (int i = 0; i < WINDOW; i++) {
          sum += weights[i] * plane[y * width + x + i];
        }
        across[y * columns + x] = sum;
      }
    }
    double[] means = new double[rows * columns];
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        double sum = 0;
        for (int i = 0; i < WINDOW; i++) {
          sum += weights[i] * across[(y + i) * columns + x];
        }
        means[y * columns + x] = sum;
      }
    }
    return means;
  }
}

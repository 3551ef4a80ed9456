package org.robustgrid.numerics.corruption;

import java.util.Arrays;

/** Blur corruptions: each value becomes a mean of nearby values. */
final class Blur {

  /** Where the kernel of {@code scipy.ndimage.gaussian_filter} ends by default, in σ. */
  private static final double TRUNCATE = 4;

  private static final int SMALL_DISK = 8;

  private Blur() {}

  static Corruption gaussian(double sigma) {
    return (picture, random) -> blur(picture, sigma);
  }

  private static void blur(Picture picture, double sigma) {
    picture.each(
        plane ->
            Filters.gaussian(
                plane, picture.height(), picture.width(), sigma, TRUNCATE, Edge.NEAREST));
  }

  /**
   * A disk, its rim softened.
   *
   * @param radius in pixels
   * @param alias σ of the Gaussian that softens the rim
   */
  static Corruption defocus(double radius, double alias) {
    double[] kernel = disk(radius, alias);
    return (picture, random) ->
        picture.each(
            plane -> Filters.square(plane, picture.height(), picture.width(), kernel, Edge.MIRROR));
  }

  /** Weights of a disk on a grid that is 17 pixels wide, or wider for a larger one. */
  static double[] disk(double radius, double alias) {
    int reach = radius <= SMALL_DISK ? SMALL_DISK : (int) radius;
    int side = 2 * reach + 1;
    double[] disk = new double[side * side];
    for (int i = 0; i < disk.length; i++) {
      int y = i / side - reach;
      int x = i % side - reach;
      disk[i] = x * x + y * y <= radius * radius ? 1 : 0;
    }
    double sum = Arrays.stream(disk).sum();
    for (int i = 0; i < disk.length; i++) {
      disk[i] /= sum;
    }
    double[] kernel = Filters.gaussianKernel(radius <= SMALL_DISK ? 1 : 2, alias);
    double[] columns = Filters.line(disk, kernel, side, side, Edge.MIRROR);
    return Filters.line(columns, kernel, side, 1, Edge.MIRROR);
  }

  /**
   * Frosted glass. The authors' program copies pixels where it means to exchange them (its arrays
   * are views); here they are exchanged.
   *
   * @param sigma of the blur before and after
   * @param reach how far a pixel may move
   * @param times how often each pixel is exchanged
   */
  static Corruption glass(double sigma, int reach, int times) {
    return (picture, random) -> {
      blur(picture, sigma);
      for (int time = 0; time < times; time++) {
        for (int y = picture.height() - reach; y > reach; y--) {
          for (int x = picture.width() - reach; x > reach; x--) {
            int dx = random.nextInt(2 * reach) - reach;
            int dy = random.nextInt(2 * reach) - reach;
            exchange(picture, y * picture.width() + x, (y + dy) * picture.width() + x + dx);
          }
        }
      }
      blur(picture, sigma);
    };
  }

  private static void exchange(Picture picture, int one, int other) {
    for (int channel = 0; channel < picture.channels(); channel++) {
      double[] plane = picture.plane(channel);
      double value = plane[one];
      plane[one] = plane[other];
      plane[other] = value;
    }
  }

  /**
   * Motion in a direction between −45° and 45°.
   *
   * @param radius half the taps
   */
  static Corruption motion(int radius, double sigma) {
    return (picture, random) -> {
      double degrees = random.nextDouble(-45, 45);
      picture.each(
          plane ->
              Filters.motion(plane, picture.height(), picture.width(), radius, sigma, degrees));
    };
  }

  /**
   * Motion towards the image: factors 1, 1 + step, … below the end, as many as ⌈(end − 1) / step⌉
   * in floating point.
   */
  static Corruption zoom(double end, double step) {
    int factors = (int) Math.ceil((end - 1) / step);
    // numpy.arange adds what is left of the step beside 1
    double apart = 1 + step - 1;
    return (picture, random) ->
        picture.each(
            plane -> {
              double[] sum = plane.clone();
              for (int i = 0; i < factors; i++) {
                double[] enlarged =
                    Filters.enlarged(plane, picture.height(), picture.width(), 1 + i * apart);
                for (int p = 0; p < sum.length; p++) {
                  sum[p] += enlarged[p];
                }
              }
              for (int p = 0; p < sum.length; p++) {
                sum[p] /= factors + 1;
              }
              return sum;
            });
  }
}

package org.robustgrid.numerics.objective;

import org.robustgrid.numerics.norm.Distances;

/**
 * Target gradients r_t(x) − x from representatives r_t of class t (Ganz et al. 2023, section 3.2).
 *
 * @since 0.1
 */
public final class AlignmentTargets {

  private AlignmentTargets() {}

  /** The mean of a class's images. */
  public static double[] mean(double[][] pool) {
    double[] mean = new double[pool[0].length];
    for (double[] image : pool) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += image[i] / pool.length;
      }
    }
    return mean;
  }

  /**
   * The image of a class with the least L2 distance to x among those that differ from it.
   *
   * @return its index; −1 if every image equals x
   */
  public static int nearest(double[] x, double[][] pool) {
    int nearest = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int index = 0; index < pool.length; index++) {
      double[] difference = difference(pool[index], x);
      double distance = Distances.euclidean(difference, 0, difference.length);
      if (distance > 0 && distance < least) {
        least = distance;
        nearest = index;
      }
    }
    return nearest;
  }

  /** r − x. */
  public static double[] difference(double[] representative, double[] x) {
    double[] difference = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      difference[i] = representative[i] - x[i];
    }
    return difference;
  }
}

package org.robustgrid.numerics.objective;

import org.robustgrid.numerics.norm.Distances;

/**
 * How aligned a classifier's input gradients are with target gradients: cos(∇ₓ f_t(x), g(x, t))
 * with a denominator of at least 1e-12 (Ganz et al. 2023, equations 4 and 5).
 *
 * @param cosines [images][classes]
 * @since 0.1
 */
public record AlignmentScore(double[][] cosines) {

  /**
   * The cosines of gradients and targets.
   *
   * @param gradients [images × classes × pixels], C order
   * @param targets of the same shape
   */
  public static AlignmentScore of(double[] gradients, double[] targets, int images, int classes) {
    int length = gradients.length / (images * classes);
    double[][] cosines = new double[images][classes];
    for (int image = 0; image < images; image++) {
      for (int target = 0; target < classes; target++) {
        int from = (image * classes + target) * length;
        double product = 0;
        for (int i = from; i < from + length; i++) {
          product += gradients[i] * targets[i];
        }
        double norms =
            Distances.euclidean(gradients, from, length)
                * Distances.euclidean(targets, from, length);
        cosines[image][target] = product / Math.max(norms, 1e-12);
      }
    }
    return new AlignmentScore(cosines);
  }

  /** The mean over images for each class. */
  public double[] classMeans() {
    double[] means = new double[cosines[0].length];
    for (double[] row : cosines) {
      for (int target = 0; target < means.length; target++) {
        means[target] += row[target] / cosines.length;
      }
    }
    return means;
  }

  /** The mean over images and classes. */
  public double mean() {
    double sum = 0;
    for (double mean : classMeans()) {
      sum += mean;
    }
    return sum / cosines[0].length;
  }

  /** The mean over images of the true class's cosine. */
  public double mean(int[] labels) {
    double sum = 0;
    for (int image = 0; image < cosines.length; image++) {
      sum += cosines[image][labels[image]];
    }
    return sum / cosines.length;
  }
}

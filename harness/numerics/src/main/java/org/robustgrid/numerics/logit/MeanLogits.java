package org.robustgrid.numerics.logit;

import java.util.Arrays;

/**
 * The mean logit vector of each class over its correctly classified images, and where wrong
 * predictions stand in it (Seguin et al. 2021, figure 3C).
 *
 * @param means [classes][classes]; a row of NaN for a class without a correctly classified image
 * @since 0.1
 */
public record MeanLogits(double[][] means) {

  /**
   * The means over clean images.
   *
   * @param logits [images][classes]
   * @param labels length = images
   */
  public static MeanLogits of(double[][] logits, int[] labels) {
    int classes = logits[0].length;
    double[][] means = new double[classes][classes];
    int[] counts = new int[classes];
    for (int i = 0; i < labels.length; i++) {
      if (LogitRanking.order(logits[i])[0] == labels[i]) {
        counts[labels[i]]++;
        for (int k = 0; k < classes; k++) {
          means[labels[i]][k] += logits[i][k];
        }
      }
    }
    for (int label = 0; label < classes; label++) {
      for (int k = 0; k < classes; k++) {
        means[label][k] /= counts[label];
      }
    }
    return new MeanLogits(means);
  }

  /**
   * How many wrong predictions have each rank in the mean vector of the true class, 0 for its
   * largest entry; images of classes without a mean are left out.
   *
   * @param logits [images][classes], clean or attacked
   * @param labels length = images
   * @return length = classes
   */
  public int[] ranksOfWrong(double[][] logits, int[] labels) {
    int[] counts = new int[means.length];
    for (int i = 0; i < labels.length; i++) {
      int predicted = LogitRanking.order(logits[i])[0];
      double[] mean = means[labels[i]];
      if (predicted != labels[i] && !Double.isNaN(mean[0])) {
        int[] order = LogitRanking.order(mean);
        for (int rank = 0; rank < order.length; rank++) {
          if (order[rank] == predicted) {
            counts[rank]++;
          }
        }
      }
    }
    return counts;
  }

  /** Counts divided by their sum; zeros if it is 0. */
  public static double[] shares(int[] counts) {
    int total = Math.max(1, Arrays.stream(counts).sum());
    return Arrays.stream(counts).mapToDouble(count -> (double) count / total).toArray();
  }
}

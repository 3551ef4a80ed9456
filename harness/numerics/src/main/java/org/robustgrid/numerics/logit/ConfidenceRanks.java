package org.robustgrid.numerics.logit;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.robustgrid.numerics.loss.Softmax;

/**
 * Ranks of images by a network's confidence among the images of their true class (Seguin et al.
 * 2021, figures 3A and 3B).
 *
 * @since 0.1
 */
public final class ConfidenceRanks {

  private ConfidenceRanks() {}

  /** The largest softmax probability of each row of logits. */
  public static double[] confidence(double[][] logits) {
    return Arrays.stream(logits)
        .mapToDouble(
            row -> {
              double[] p = new double[row.length];
              Softmax.probabilities(row, 0, row.length, p);
              return Arrays.stream(p).max().orElse(Double.NaN);
            })
        .toArray();
  }

  /**
   * The position of each image among those of its class, 0 for the most confident; of equal
   * confidences the earlier image ranks first.
   *
   * @param confidence length = images
   * @param labels true classes, length = images
   */
  public static int[] ranks(double[] confidence, int[] labels) {
    int[] ranks = new int[labels.length];
    for (int label : IntStream.of(labels).distinct().toArray()) {
      int[] order =
          IntStream.range(0, labels.length)
              .filter(i -> labels[i] == label)
              .boxed()
              .sorted(Comparator.comparingDouble((Integer i) -> confidence[i]).reversed())
              .mapToInt(Integer::intValue)
              .toArray();
      for (int rank = 0; rank < order.length; rank++) {
        ranks[order[rank]] = rank;
      }
    }
    return ranks;
  }

  /**
   * For each class the share of its n images whose two ranks differ by more than n/2.
   *
   * @return length = classes; NaN for a class without images
   */
  public static double[] displaced(int[] first, int[] second, int[] labels, int classes) {
    int[] sizes = new int[classes];
    for (int label : labels) {
      sizes[label]++;
    }
    double[] shares = new double[classes];
    for (int i = 0; i < labels.length; i++) {
      if (2 * Math.abs(first[i] - second[i]) > sizes[labels[i]]) {
        shares[labels[i]]++;
      }
    }
    for (int label = 0; label < classes; label++) {
      shares[label] /= sizes[label];
    }
    return shares;
  }
}

package org.robustgrid.numerics.similarity;

import java.util.Arrays;
import org.robustgrid.numerics.summary.Moments;

/**
 * The Inception Score exp(mean KL(p(y|x) ‖ p(y))) of generated images under a classifier (Salimans
 * et al. 2016). The classifier need not be Inception; a report says which one it is.
 *
 * @param splits the score of each block of images
 * @param whole the score of all images at once
 * @since 0.1
 */
public record InceptionScore(double[] splits, double whole) {

  /**
   * The score of consecutive blocks of n / splits images.
   *
   * @param probabilities [images][classes]
   * @param splits at least 1, at most the images; what is left of the last block is not scored
   */
  public static InceptionScore of(double[][] probabilities, int splits) {
    if (splits < 1 || splits > probabilities.length) {
      throw new IllegalArgumentException(
          probabilities.length + " images cannot be cut into " + splits + " blocks");
    }
    int block = probabilities.length / splits;
    double[] scores = new double[splits];
    for (int split = 0; split < splits; split++) {
      scores[split] = score(Arrays.copyOfRange(probabilities, split * block, (split + 1) * block));
    }
    return new InceptionScore(scores, score(probabilities));
  }

  /** Mean and deviation over the blocks. */
  public Moments overSplits() {
    return Moments.of(splits);
  }

  private static double score(double[][] probabilities) {
    double[] mean = new double[probabilities[0].length];
    for (double[] p : probabilities) {
      for (int c = 0; c < mean.length; c++) {
        mean[c] += p[c] / probabilities.length;
      }
    }
    double sum = 0;
    for (double[] p : probabilities) {
      for (int c = 0; c < mean.length; c++) {
        sum += p[c] == 0 ? 0 : p[c] * (Math.log(p[c]) - Math.log(mean[c]));
      }
    }
    return Math.exp(sum / probabilities.length);
  }
}

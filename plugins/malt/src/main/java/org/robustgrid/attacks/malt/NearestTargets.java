package org.robustgrid.attacks.malt;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.attack.GradientSource;
import org.robustgrid.numerics.logit.LogitRanking;
import org.robustgrid.numerics.loss.LogitGap;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.random.RandomKey;

/**
 * How near each class lies if the network were linear (Melamed, Yehudai and Shamir, NeurIPS 2024):
 * of the classes of the largest logits besides the label y, the score (z_k − z_y) / ‖∇(z_k − z_y)‖₂
 * at the image, the gradient with respect to the input. It is minus the distance to the linearised
 * boundary of k, so that the class of the largest score is the nearest.
 *
 * @param candidates how many classes are scored, a gradient each
 */
record NearestTargets(int candidates) {

  /**
   * Scores of all classes, to be ranked from the largest.
   *
   * @param source of gradients
   * @param images rows, in whatever precision the model has
   * @param logits at the images, [rows][classes]; the label's is the largest
   * @param random key of a randomised model's draws
   * @return [rows][classes]: infinite for the label; the lowest finite number for a candidate whose
   *     gradient is zero or not finite; minus infinity for a class that is no candidate
   */
  double[][] scores(
      GradientSource source,
      INDArray images,
      int[] labels,
      long[] samples,
      double[][] logits,
      RandomKey random) {
    int rows = labels.length;
    double[][] scores = new double[rows][logits[0].length];
    int[][] others = new int[rows][];
    for (int row = 0; row < rows; row++) {
      int label = labels[row];
      Arrays.fill(scores[row], Double.NEGATIVE_INFINITY);
      scores[row][label] = Double.POSITIVE_INFINITY;
      others[row] = IntStream.of(LogitRanking.order(logits[row])).filter(c -> c != label).toArray();
    }
    for (int rank = 0; rank < Math.min(candidates, others[0].length); rank++) {
      int turn = rank;
      int[] rivals = Arrays.stream(others).mapToInt(classes -> classes[turn]).toArray();
      LossGradient at =
          source.evaluate(images, samples, random.with(rank), new LogitGap(labels, rivals));
      double[] gradient = HostArrays.read(at.gradient());
      int length = gradient.length / rows;
      for (int row = 0; row < rows; row++) {
        double steepness = euclidean(gradient, row * length, length);
        boolean usable = steepness > 0 && Double.isFinite(steepness);
        double score = usable ? at.losses()[row] / steepness : Double.NaN;
        scores[row][rivals[row]] = Double.isNaN(score) ? -Double.MAX_VALUE : score;
      }
    }
    return scores;
  }

  private static double euclidean(double[] values, int offset, int length) {
    double sum = 0;
    for (int i = offset; i < offset + length; i++) {
      sum += values[i] * values[i];
    }
    return Math.sqrt(sum);
  }
}

package org.robustgrid.attacks;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.attack.GradientSource;
import org.robustgrid.numerics.logit.LogitRanking;
import org.robustgrid.numerics.loss.LogitGap;
import org.robustgrid.numerics.loss.Softmax;
import org.robustgrid.numerics.norm.Distances;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.StoppedException;
import org.robustgrid.spi.attack.AttackRequest;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.random.RandomKey;

/**
 * Scores classes by the distance of their linearised boundaries (Melamed, Yehudai and Shamir,
 * NeurIPS 2024). The score of a class k is (z_k − z_y) / ‖∇(z_k − z_y)‖₂ at the image, with the
 * label y and the gradient with respect to the input. It is minus the distance to the linearised
 * boundary of k, so that the class with the largest score is the nearest.
 *
 * @param candidates number of classes that are scored, those of the largest logits besides the
 *     label, one gradient each
 */
record NearestTargets(int candidates) implements TargetRanking {

  /**
   * The scores of a correctly classified row, otherwise its logits.
   *
   * @throws StoppedException if the harness stops the attack
   */
  @Override
  public double[][] rank(AttackRequest request, double[][] logits) {
    int[] labels = request.labels();
    int[] right =
        IntStream.range(0, labels.length)
            .filter(row -> Softmax.prediction(logits[row], 0, logits[row].length) == labels[row])
            .toArray();
    if (right.length == 0) {
      return logits;
    }
    long[] samples = request.samples();
    Monitor monitor = request.monitor();
    GradientSource plain = GradientSource.of(request.classifier());
    double[][] scores =
        scores(
            (images, rows, draw, loss) -> {
              monitor.check();
              return plain.evaluate(images, rows, draw, loss);
            },
            HostArrays.rows(request.images(), right),
            IntStream.of(right).map(row -> labels[row]).toArray(),
            IntStream.of(right).mapToLong(row -> samples[row]).toArray(),
            IntStream.of(right).mapToObj(row -> logits[row]).toArray(double[][]::new),
            request.random().with("rank"));
    double[][] ranks = logits.clone();
    for (int i = 0; i < right.length; i++) {
      ranks[right[i]] = scores[i];
    }
    return ranks;
  }

  /**
   * Computes the scores of all classes.
   *
   * @param source the source of gradients
   * @param images [rows, …], in the model's precision
   * @param logits the logits at the images, [rows][classes]; the label's is the largest
   * @param random the key of a randomised model's draws
   * @return [rows][classes]: infinite for the label; the lowest finite number for a candidate whose
   *     gradient is zero or not finite; minus infinity for a class that is not a candidate
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
        double steepness = Distances.euclidean(gradient, row * length, length);
        boolean usable = steepness > 0 && Double.isFinite(steepness);
        double score = usable ? at.losses()[row] / steepness : Double.NaN;
        scores[row][rivals[row]] = Double.isNaN(score) ? -Double.MAX_VALUE : score;
      }
    }
    return scores;
  }
}

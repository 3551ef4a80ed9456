package org.robustgrid.analyses.generation;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.generation.AscentObjective;
import org.robustgrid.numerics.loss.CrossEntropy;
import org.robustgrid.numerics.loss.TargetClassMax;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.network.Query;
import org.robustgrid.spi.random.RandomKey;

/**
 * The score of a class, averaged over draws of a randomised classifier: the mean logit, or the
 * logarithm of the mean probability (Kaur et al. 2019, equations 5 and 6). A row whose gradient is
 * not finite does not move.
 */
final class ExpectedScore implements AscentObjective {

  /** The score that is maximised. */
  enum Kind {
    /** Mean over draws of the target's logit, the paper's target class max. */
    LOGIT,
    /** Minus the cross-entropy of the mean probabilities. */
    CROSS_ENTROPY
  }

  private final Classifier classifier;
  private final long[] samples;
  private final Loss loss;
  private final Kind kind;
  private final int draws;
  private final RandomKey random;
  private final boolean[] stuck;

  /**
   * Creates the score of a batch.
   *
   * @param samples each row's index in the data set, which keys the draws
   * @param targets the target class of each row
   */
  ExpectedScore(
      Classifier classifier,
      long[] samples,
      int[] targets,
      Kind kind,
      int draws,
      RandomKey random) {
    this.classifier = classifier;
    this.samples = samples.clone();
    this.loss = kind == Kind.LOGIT ? new TargetClassMax(targets) : new CrossEntropy(targets);
    this.kind = kind;
    this.draws = draws;
    this.random = random;
    this.stuck = new boolean[targets.length];
  }

  /** Which rows had a gradient that was not finite. */
  boolean[] stuck() {
    return stuck.clone();
  }

  @Override
  public void evaluate(int step, INDArray images, double[] values, double[] gradient) {
    int rows = values.length;
    int length = gradient.length / rows;
    double[] slopes = new double[gradient.length];
    double[] weights = new double[rows];
    double[] largest = new double[rows];
    Arrays.fill(largest, Double.NEGATIVE_INFINITY);
    Arrays.fill(values, 0);
    Arrays.fill(gradient, 0);
    for (int draw = 0; draw < draws; draw++) {
      Query query = new Query(samples, random.with(step).with(draw));
      LossGradient answer = classifier.lossGradient(images, query, loss);
      HostArrays.read(answer.gradient(), slopes);
      for (int row = 0; row < rows; row++) {
        double own = -answer.losses()[row];
        values[row] += own / draws;
        // the gradient of p is p times that of log p; p is scaled by the largest one so far
        double before = largest[row];
        largest[row] = kind == Kind.LOGIT ? 0 : Math.max(before, own);
        double fade = weights[row] == 0 ? 0 : Math.exp(before - largest[row]);
        double weight = kind == Kind.LOGIT ? 1 : Math.exp(own - largest[row]);
        weights[row] = weights[row] * (kind == Kind.LOGIT ? 1 : fade) + weight;
        for (int i = row * length; i < (row + 1) * length; i++) {
          gradient[i] = gradient[i] * (kind == Kind.LOGIT ? 1 : fade) - weight * slopes[i];
        }
      }
    }
    for (int row = 0; row < rows; row++) {
      if (kind == Kind.CROSS_ENTROPY) {
        values[row] = largest[row] + Math.log(weights[row] / draws);
      }
      settle(row, length, weights[row], gradient);
    }
  }

  private void settle(int row, int length, double weight, double[] gradient) {
    boolean finite = true;
    for (int i = row * length; i < (row + 1) * length; i++) {
      gradient[i] /= weight;
      finite &= Double.isFinite(gradient[i]);
    }
    if (!finite) {
      stuck[row] = true;
      Arrays.fill(gradient, row * length, (row + 1) * length, 0);
    }
  }
}

package org.robustgrid.numerics.loss;

import org.robustgrid.spi.network.Loss;

/**
 * Cross-entropy CE = logsumexp z − z_y.
 *
 * <p>The gradient at the label is the negated sum of the other probabilities rather than p_y − 1,
 * and a loss near zero goes through log1p: a confident network's gradient does not vanish by
 * cancellation, which would let it pass for robust.
 *
 * @since 0.1
 */
public final class CrossEntropy implements Loss {

  private final int[] labels;

  /** For the rows' classes; keeps the array. */
  public CrossEntropy(int[] labels) {
    this.labels = labels;
  }

  @Override
  public double evaluate(int row, double[] logits, double[] gradient) {
    int label = labels[row];
    double max = logits[label];
    for (double logit : logits) {
      max = Math.max(max, logit);
    }
    double others = 0;
    for (int i = 0; i < logits.length; i++) {
      double e = Math.exp(logits[i] - max);
      gradient[i] = e;
      if (i != label) {
        others += e;
      }
    }
    double sum = others + gradient[label];
    double loss = logits[label] == max ? Math.log1p(others) : max - logits[label] + Math.log(sum);
    for (int i = 0; i < logits.length; i++) {
      gradient[i] /= sum;
    }
    gradient[label] = -others / sum;
    return loss;
  }

  @Override
  public int decidingClass(int row) {
    return labels[row];
  }
}

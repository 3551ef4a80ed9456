package org.robustgrid.numerics.loss;

import org.robustgrid.spi.network.Loss;

/**
 * Cross-entropy CE = logsumexp z − z_y.
 *
 * <p>The gradient at the label is the negated sum of the other probabilities rather than p_y − 1,
 * and a loss near zero goes through log1p: a confident network's gradient does not vanish by
 * cancellation, which would let it pass for robust.
 *
 * <p>With label smoothing s the target is (1 − s) on the label and s/K on each of the K classes
 * (Szegedy et al. 2016, section 7): CE + s (z_y − mean z).
 *
 * @since 0.1
 */
public final class CrossEntropy implements Loss {

  private final int[] labels;
  private final double smoothing;

  /** For the rows' classes; keeps the array. */
  public CrossEntropy(int[] labels) {
    this(labels, 0);
  }

  /**
   * With label smoothing.
   *
   * @param labels the rows' classes; kept
   * @param smoothing in [0, 1)
   */
  public CrossEntropy(int[] labels, double smoothing) {
    this.labels = labels;
    this.smoothing = LabelSmoothing.require(smoothing);
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
    return smoothing == 0 ? loss : loss + LabelSmoothing.add(smoothing, label, logits, gradient);
  }

  @Override
  public int decidingClass(int row) {
    return labels[row];
  }
}

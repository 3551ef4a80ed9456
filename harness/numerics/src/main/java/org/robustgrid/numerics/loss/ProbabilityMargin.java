package org.robustgrid.numerics.loss;

import org.robustgrid.spi.network.Loss;

/**
 * The margin in probabilities that PMA lowers (Xie et al. 2025, Towards million-scale adversarial
 * robustness evaluation with stronger individual attacks): p_y − max_{j≠y} p_j of a label y, or
 * max_{j≠t} p_j − p_t of a target t, p the softmax.
 *
 * @since 0.1
 */
public final class ProbabilityMargin implements Loss {

  private final int[] deciding;
  private final boolean targeted;

  /**
   * For the rows' deciding classes; keeps the array.
   *
   * @param deciding labels, or targets
   * @param targeted whether they are targets
   */
  public ProbabilityMargin(int[] deciding, boolean targeted) {
    this.deciding = deciding;
    this.targeted = targeted;
  }

  @Override
  public double evaluate(int row, double[] logits, double[] gradient) {
    double[] p = new double[logits.length];
    Softmax.probabilities(logits, 0, logits.length, p);
    int own = deciding[row];
    int other = own == 0 ? 1 : 0;
    for (int k = 0; k < logits.length; k++) {
      if (k != own && logits[k] > logits[other]) {
        other = k;
      }
    }
    int sign = targeted ? -1 : 1;
    for (int k = 0; k < logits.length; k++) {
      double ofOwn = p[own] * ((k == own ? 1 : 0) - p[k]);
      double ofOther = p[other] * ((k == other ? 1 : 0) - p[k]);
      gradient[k] = sign * (ofOwn - ofOther);
    }
    return sign * (p[own] - p[other]);
  }
}

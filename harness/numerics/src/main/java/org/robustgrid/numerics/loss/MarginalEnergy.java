package org.robustgrid.numerics.loss;

import org.robustgrid.spi.network.Loss;

/**
 * Marginal energy E(x) = −logsumexp z (Zhu et al. 2021; Grathwohl et al. 2020).
 *
 * @since 0.1
 */
public final class MarginalEnergy implements Loss {

  @Override
  public double evaluate(int row, double[] logits, double[] gradient) {
    Softmax.probabilities(logits, 0, logits.length, gradient);
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] = -gradient[i];
    }
    return -Softmax.logSumExp(logits, 0, logits.length);
  }

  @Override
  public Averaging averaging() {
    return Averaging.LOGITS;
  }
}

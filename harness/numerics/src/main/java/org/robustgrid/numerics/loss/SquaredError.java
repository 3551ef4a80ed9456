package org.robustgrid.numerics.loss;

import org.robustgrid.spi.network.Loss;

/**
 * The mean over outputs of (z − target)².
 *
 * @since 0.1
 */
public final class SquaredError implements Loss {

  private final double[] targets;

  /**
   * For given targets.
   *
   * @param targets [rows × outputs], C order; kept
   */
  public SquaredError(double[] targets) {
    this.targets = targets;
  }

  @Override
  public double evaluate(int row, double[] logits, double[] gradient) {
    double sum = 0;
    for (int i = 0; i < logits.length; i++) {
      double difference = logits[i] - targets[row * logits.length + i];
      sum += difference * difference;
      gradient[i] = 2 * difference / logits.length;
    }
    return sum / logits.length;
  }

  @Override
  public Averaging averaging() {
    return Averaging.LOGITS;
  }
}

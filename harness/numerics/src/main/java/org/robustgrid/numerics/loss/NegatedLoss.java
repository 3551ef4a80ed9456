package org.robustgrid.numerics.loss;

import org.robustgrid.spi.network.Loss;

/**
 * The negative of another loss: ascending it descends the other, as targeted attacks do.
 *
 * @since 0.1
 */
public final class NegatedLoss implements Loss {

  private final Loss loss;

  public NegatedLoss(Loss loss) {
    this.loss = loss;
  }

  @Override
  public double evaluate(int row, double[] logits, double[] gradient) {
    double value = loss.evaluate(row, logits, gradient);
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] = -gradient[i];
    }
    return -value;
  }

  @Override
  public Averaging averaging() {
    return loss.averaging();
  }

  @Override
  public int decidingClass(int row) {
    return loss.decidingClass(row);
  }
}

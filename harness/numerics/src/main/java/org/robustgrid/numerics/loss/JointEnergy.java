package org.robustgrid.numerics.loss;

import java.util.Arrays;
import org.robustgrid.spi.network.Loss;

/**
 * Joint energy E(x, y) = −z_y (Zhu et al. 2021, equation 7).
 *
 * @since 0.1
 */
public final class JointEnergy implements Loss {

  private final int[] labels;

  /** For the rows' classes; keeps the array. */
  public JointEnergy(int[] labels) {
    this.labels = labels;
  }

  @Override
  public double evaluate(int row, double[] logits, double[] gradient) {
    Arrays.fill(gradient, 0);
    gradient[labels[row]] = -1;
    return -logits[labels[row]];
  }

  /** Of a linear loss the mean is the loss of the mean logits, in one pass for each draw. */
  @Override
  public Averaging averaging() {
    return Averaging.LOSS;
  }
}

package org.robustgrid.numerics.loss;

import java.util.Arrays;
import org.robustgrid.spi.network.Loss;

/**
 * Target class max −z_t, made small to reach class t (Kaur et al. 2019, equation 6).
 *
 * @since 0.1
 */
public final class TargetClassMax implements Loss {

  private final int[] targets;

  /** For the classes to reach; keeps the array. */
  public TargetClassMax(int[] targets) {
    this.targets = targets;
  }

  @Override
  public double evaluate(int row, double[] logits, double[] gradient) {
    Arrays.fill(gradient, 0);
    gradient[targets[row]] = -1;
    return -logits[targets[row]];
  }

  /** Of a linear loss the mean is the loss of the mean logits, in one pass for each draw. */
  @Override
  public Averaging averaging() {
    return Averaging.LOSS;
  }
}

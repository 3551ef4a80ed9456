package org.robustgrid.numerics.loss;

import java.util.Arrays;
import org.robustgrid.spi.network.Loss;

/**
 * The margin that a minimum-distance attack lowers: z_y − max_{j≠y} z_j of a label y, or max_{j≠t}
 * z_j − z_t of a target t. At most 0 exactly if the attack has succeeded, ties aside.
 *
 * @since 0.1
 */
public final class LogitMargin implements Loss {

  private final int[] deciding;
  private final boolean targeted;

  /**
   * For the rows' deciding classes; keeps the array.
   *
   * @param deciding labels, or targets
   * @param targeted whether they are targets
   */
  public LogitMargin(int[] deciding, boolean targeted) {
    this.deciding = deciding;
    this.targeted = targeted;
  }

  @Override
  public double evaluate(int row, double[] logits, double[] gradient) {
    int own = deciding[row];
    int other = own == 0 ? 1 : 0;
    for (int k = 0; k < logits.length; k++) {
      if (k != own && logits[k] > logits[other]) {
        other = k;
      }
    }
    int sign = targeted ? -1 : 1;
    Arrays.fill(gradient, 0);
    gradient[own] = sign;
    gradient[other] = -sign;
    return sign * (logits[own] - logits[other]);
  }

  @Override
  public Averaging averaging() {
    return Averaging.LOGITS;
  }
}

package org.robustgrid.numerics.loss;

import java.util.Arrays;
import org.robustgrid.spi.Loss;

/**
 * How far another class lies above the label: z_c − z_y, negative while the label wins. Several of
 * them, one for each rival, linearise a classifier (Croce and Hein, ICML 2020, section 3.1).
 */
public final class LogitGap implements Loss {

  private final int[] labels;
  private final int rival;

  /**
   * The gap to one rival of each row.
   *
   * @param labels each row's class
   * @param rival counts the classes other than the label from 0, in their order
   */
  public LogitGap(int[] labels, int rival) {
    this.labels = labels.clone();
    this.rival = rival;
  }

  @Override
  public double evaluate(int row, double[] logits, double[] gradient) {
    int label = labels[row];
    int other = rival < label ? rival : rival + 1;
    Arrays.fill(gradient, 0);
    gradient[other] = 1;
    gradient[label] = -1;
    return logits[other] - logits[label];
  }

  @Override
  public Averaging averaging() {
    return Averaging.LOGITS;
  }
}

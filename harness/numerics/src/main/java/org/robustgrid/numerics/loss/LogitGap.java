package org.robustgrid.numerics.loss;

import java.util.Arrays;
import org.robustgrid.spi.network.Loss;

/**
 * How far another class lies above the label: z_c − z_y, negative while the label wins. Several of
 * them, one for each rival, linearise a classifier (Croce and Hein, ICML 2020, section 3.1).
 *
 * @since 0.1
 */
public final class LogitGap implements Loss {

  private final int[] labels;
  private final int[] rivals;

  /**
   * The gap to one rival of each row.
   *
   * @param labels each row's class
   * @param rival counts the classes other than the label from 0, in their order
   */
  public LogitGap(int[] labels, int rival) {
    this(labels, Arrays.stream(labels).map(label -> rival < label ? rival : rival + 1).toArray());
  }

  /**
   * The gap to a class of each row's own.
   *
   * @param labels each row's class
   * @param rivals each row's other class
   */
  public LogitGap(int[] labels, int[] rivals) {
    this.labels = labels.clone();
    this.rivals = rivals.clone();
  }

  @Override
  public double evaluate(int row, double[] logits, double[] gradient) {
    int label = labels[row];
    int other = rivals[row];
    Arrays.fill(gradient, 0);
    gradient[other] = 1;
    gradient[label] = -1;
    return logits[other] - logits[label];
  }

  /**
   * Under the mean probabilities p̄ of a randomised classifier's draws the gap is log p̄_c − log
   * p̄_y: it is 0 if the predicted class changes, which is the boundary that a step is to reach.
   * The gap of the mean logits is 0 elsewhere, as one draw of large logits outweighs many that
   * disagree; and {@link Averaging#LOSS}, which would save a round of draws, is the same gap, for a
   * linear loss. Of a single draw all three are z_c − z_y.
   */
  @Override
  public Averaging averaging() {
    return Averaging.PROBABILITIES;
  }
}

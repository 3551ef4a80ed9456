package org.robustgrid.numerics.loss;

import java.util.Arrays;
import org.robustgrid.spi.network.Loss;

/**
 * Joint energy E(x, y) = −z_y (Zhu et al. 2021, equation 12); with label smoothing s its mean over
 * the smoothed target, −z_y + s (z_y − mean z).
 *
 * @since 0.1
 */
public final class JointEnergy implements Loss {

  private final int[] labels;
  private final double smoothing;

  /** For the rows' classes; keeps the array. */
  public JointEnergy(int[] labels) {
    this(labels, 0);
  }

  /**
   * With label smoothing.
   *
   * @param labels the rows' classes; kept
   * @param smoothing in [0, 1)
   */
  public JointEnergy(int[] labels, double smoothing) {
    this.labels = labels;
    this.smoothing = LabelSmoothing.require(smoothing);
  }

  @Override
  public double evaluate(int row, double[] logits, double[] gradient) {
    Arrays.fill(gradient, 0);
    int label = labels[row];
    gradient[label] = -1;
    double energy = -logits[label];
    return smoothing == 0
        ? energy
        : energy + LabelSmoothing.add(smoothing, label, logits, gradient);
  }

  /** Of a linear loss the mean is the loss of the mean logits, in one pass for each draw. */
  @Override
  public Averaging averaging() {
    return Averaging.LOSS;
  }
}

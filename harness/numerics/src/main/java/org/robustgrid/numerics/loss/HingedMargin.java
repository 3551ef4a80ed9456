package org.robustgrid.numerics.loss;

import java.util.Arrays;
import org.robustgrid.spi.network.Loss;

/**
 * The hinge of Carlini and Wagner (2017, objective f₆): max(m + κ, 0) of the margin m of {@link
 * LogitMargin}. It is 0 once a point is misclassified by κ.
 *
 * @since 0.1
 */
public final class HingedMargin implements Loss {

  /** κ of the released code of Madry et al. (2018). */
  public static final double CONFIDENCE = 50;

  private final LogitMargin margin;
  private final double confidence;

  /**
   * For the rows' deciding classes; keeps the array.
   *
   * @param deciding labels, or targets
   * @param targeted whether they are targets
   * @param confidence κ
   */
  public HingedMargin(int[] deciding, boolean targeted, double confidence) {
    this.margin = new LogitMargin(deciding, targeted);
    this.confidence = confidence;
  }

  @Override
  public double evaluate(int row, double[] logits, double[] gradient) {
    double value = margin.evaluate(row, logits, gradient) + confidence;
    if (value <= 0) {
      Arrays.fill(gradient, 0);
      return 0;
    }
    return value;
  }

  @Override
  public Averaging averaging() {
    return Averaging.LOGITS;
  }
}

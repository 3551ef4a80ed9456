package org.robustgrid.numerics.loss;

import java.util.Arrays;
import org.robustgrid.spi.network.Loss;

/**
 * Difference of logits ratio DLR = −(z_y − max_{i≠y} z_i) / (z₍₁₎ − z₍₃₎ + 1e-12), differentiated
 * through its denominator (Croce and Hein 2020, equation 6).
 *
 * @since 0.1
 */
public final class DifferenceOfLogitsRatio implements Loss {

  private static final double GUARD = 1e-12;

  private final int[] labels;
  private final LargestLogits largest = new LargestLogits(3);

  /** For the rows' classes; keeps the array. */
  public DifferenceOfLogitsRatio(int[] labels) {
    this.labels = labels;
  }

  /**
   * Checks that the third largest logit exists.
   *
   * @throws IllegalArgumentException with fewer than 3 classes
   */
  public static void requireClasses(int classes) {
    if (classes < 3) {
      throw new IllegalArgumentException(
          "the DLR loss needs at least 3 classes, but the model has "
              + classes
              + "; use cross-entropy instead");
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException with fewer than 3 classes
   */
  @Override
  public double evaluate(int row, double[] logits, double[] gradient) {
    requireClasses(logits.length);
    int label = labels[row];
    int[] order = largest.find(logits);
    int other = order[0] == label ? order[1] : order[0];
    double numerator = logits[label] - logits[other];
    double denominator = logits[order[0]] - logits[order[2]] + GUARD;
    Arrays.fill(gradient, 0);
    gradient[label] -= 1 / denominator;
    gradient[other] += 1 / denominator;
    double slope = numerator / (denominator * denominator);
    gradient[order[0]] += slope;
    gradient[order[2]] -= slope;
    return -numerator / denominator;
  }

  @Override
  public Averaging averaging() {
    return Averaging.LOGITS;
  }
}

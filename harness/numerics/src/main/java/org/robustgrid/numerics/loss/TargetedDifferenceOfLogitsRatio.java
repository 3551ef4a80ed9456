package org.robustgrid.numerics.loss;

import java.util.Arrays;
import org.robustgrid.spi.network.Loss;

/**
 * Targeted difference of logits ratio −(z_y − z_t) / (z₍₁₎ − ½(z₍₃₎ + z₍₄₎) + 1e-12),
 * differentiated through its denominator (Croce and Hein 2020, equation 7).
 *
 * @since 0.1
 */
public final class TargetedDifferenceOfLogitsRatio implements Loss {

  private static final double GUARD = 1e-12;

  private final int[] labels;
  private final int[] targets;
  private final LargestLogits largest = new LargestLogits(4);

  /** For the rows' classes and the classes to reach; keeps the arrays. */
  public TargetedDifferenceOfLogitsRatio(int[] labels, int[] targets) {
    this.labels = labels;
    this.targets = targets;
  }

  /**
   * Requires as many classes as the ratio is defined for.
   *
   * @throws IllegalArgumentException with fewer than 4 classes
   */
  public static void requireClasses(int classes) {
    if (classes < 4) {
      throw new IllegalArgumentException(
          "the targeted DLR loss needs at least 4 classes, but the model has "
              + classes
              + "; use cross-entropy instead");
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException with fewer than 4 classes
   */
  @Override
  public double evaluate(int row, double[] logits, double[] gradient) {
    requireClasses(logits.length);
    int[] order = largest.find(logits);
    double numerator = logits[labels[row]] - logits[targets[row]];
    double denominator = logits[order[0]] - 0.5 * (logits[order[2]] + logits[order[3]]) + GUARD;
    Arrays.fill(gradient, 0);
    gradient[labels[row]] -= 1 / denominator;
    gradient[targets[row]] += 1 / denominator;
    double slope = numerator / (denominator * denominator);
    gradient[order[0]] += slope;
    gradient[order[2]] -= 0.5 * slope;
    gradient[order[3]] -= 0.5 * slope;
    return -numerator / denominator;
  }

  @Override
  public Averaging averaging() {
    return Averaging.LOGITS;
  }
}

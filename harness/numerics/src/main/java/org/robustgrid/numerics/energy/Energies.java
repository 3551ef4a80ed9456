package org.robustgrid.numerics.energy;

import org.robustgrid.numerics.loss.Softmax;

/**
 * Energies of a classifier's logits: E(x, y) = −z_y and E(x) = −logsumexp z (Zhu et al. 2021,
 * equations 6 and 7).
 *
 * @since 0.1
 */
public final class Energies {

  private Energies() {}

  /**
   * E(x, y) for each row's class.
   *
   * @param logits [rows, classes], C order
   * @param labels length = rows
   */
  public static double[] joint(double[] logits, int[] labels) {
    int classes = logits.length / labels.length;
    double[] energies = new double[labels.length];
    for (int row = 0; row < labels.length; row++) {
      energies[row] = -logits[row * classes + labels[row]];
    }
    return energies;
  }

  /**
   * E(x) of each row.
   *
   * @param logits [rows, classes], C order
   */
  public static double[] marginal(double[] logits, int classes) {
    double[] energies = new double[logits.length / classes];
    for (int row = 0; row < energies.length; row++) {
      energies[row] = -Softmax.logSumExp(logits, row * classes, classes);
    }
    return energies;
  }
}

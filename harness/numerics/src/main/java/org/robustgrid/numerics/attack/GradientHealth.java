package org.robustgrid.numerics.attack;

import org.robustgrid.numerics.norm.Distances;

/** Counts gradients that an attack cannot follow. */
final class GradientHealth {

  private final boolean[] vanished;
  private final boolean[] notFinite;

  GradientHealth(int rows) {
    this.vanished = new boolean[rows];
    this.notFinite = new boolean[rows];
  }

  /**
   * Looks at a row's gradient and remembers what is wrong with it.
   *
   * @return its L2 norm: above 0 and finite where it can be followed, 0 if it vanished, NaN if it
   *     holds NaN or an infinity
   */
  double norm(int row, double[] gradient, int offset, int length) {
    double norm = Distances.euclidean(gradient, offset, length);
    return norm > 0 && norm < Double.POSITIVE_INFINITY
        ? norm
        : scaledNorm(row, gradient, offset, length);
  }

  /** The squares of usable numbers may be 0 or infinite: those of their ratios are neither. */
  private double scaledNorm(int row, double[] gradient, int offset, int length) {
    double largest = 0;
    for (int i = offset; i < offset + length; i++) {
      largest = Math.max(largest, Math.abs(gradient[i]));
    }
    if (!Double.isFinite(largest)) {
      notFinite[row] = true;
      return Double.NaN;
    }
    if (largest == 0) {
      vanished[row] = true;
      return 0;
    }
    double sum = 0;
    for (int i = offset; i < offset + length; i++) {
      double ratio = gradient[i] / largest;
      sum += ratio * ratio;
    }
    return Math.min(largest * Math.sqrt(sum), Double.MAX_VALUE);
  }

  boolean[] vanished() {
    return vanished;
  }

  boolean[] notFinite() {
    return notFinite;
  }
}

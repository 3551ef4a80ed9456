package org.robustgrid.numerics.attack;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Looks at gradients on the device as {@link GradientHealth} does on the host. */
final class ResidentGradients {

  private final ResidentBatch batch;
  private final double[] norms;

  ResidentGradients(ResidentBatch batch) {
    this.batch = batch;
    this.norms = new double[batch.rows()];
  }

  /**
   * Each row's L2 norm: above 0 and finite where the gradient can be followed, 0 where it vanished,
   * NaN where it held NaN or an infinity; such a row is set to zero, and both are flagged.
   *
   * @return overwritten by the next call
   */
  double[] norms(INDArray gradient, GradientHealth health) {
    System.arraycopy(batch.norms(gradient), 0, norms, 0, norms.length);
    double[] largest = null;
    for (int row = 0; row < norms.length; row++) {
      if (!(norms[row] > 0 && norms[row] < Double.POSITIVE_INFINITY)) {
        largest = largest == null ? batch.largest(gradient).clone() : largest;
        norms[row] = look(row, gradient, norms[row], largest[row], health);
      }
    }
    return norms;
  }

  /** The squares of usable numbers may be 0 or infinite; those of NaN are NaN. */
  private double look(
      int row, INDArray gradient, double norm, double largest, GradientHealth health) {
    if (Double.isNaN(norm) || !Double.isFinite(largest)) {
      health.foundNotFinite(row);
      batch.row(gradient, row).assign(0);
      return Double.NaN;
    }
    if (largest == 0) {
      health.foundVanished(row);
      return 0;
    }
    INDArray ratios = batch.row(batch.work(), row).assign(batch.row(gradient, row));
    return Math.min(largest * ratioNorm(ratios, largest), Double.MAX_VALUE);
  }

  /**
   * Divides values by the largest, so that their squares neither vanish nor overflow.
   *
   * @return the norm of what they became
   */
  private static double ratioNorm(INDArray values, double largest) {
    return values.divi(largest).norm2Number().doubleValue();
  }

  /**
   * Makes a row's gradient one of the same direction whose squares do not vanish.
   *
   * @return its norm
   */
  double enlarge(int row, INDArray gradient) {
    return ratioNorm(batch.row(gradient, row), batch.largest(gradient)[row]);
  }
}

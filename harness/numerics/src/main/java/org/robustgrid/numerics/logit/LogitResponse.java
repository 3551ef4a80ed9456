package org.robustgrid.numerics.logit;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * How the logits of a linear read-out answer to a small change of its training (Seguin et al. 2021,
 * appendix C): Ω = X (XᵀX − λI)⁻² Xᵀ.
 *
 * @param omega [samples][samples]
 * @param logits [samples][classes]
 * @since 0.1
 */
public record LogitResponse(double[][] omega, double[][] logits) {

  /**
   * The response of a read-out.
   *
   * @param features X, [samples][features], rows of norm 1
   * @param lambda λ, no eigenvalue of XᵀX
   * @throws ArithmeticException if XᵀX − λI is singular
   */
  public static LogitResponse of(double[][] features, double[][] logits, double lambda) {
    DMatrixRMaj x = new DMatrixRMaj(features);
    DMatrixRMaj gram = new DMatrixRMaj(x.numCols, x.numCols);
    CommonOps_DDRM.multTransA(x, x, gram);
    for (int i = 0; i < x.numCols; i++) {
      gram.add(i, i, -lambda);
    }
    if (!CommonOps_DDRM.invert(gram)) {
      throw new ArithmeticException(lambda + " is an eigenvalue of the features' Gram matrix");
    }
    DMatrixRMaj half = new DMatrixRMaj(x.numRows, x.numCols);
    CommonOps_DDRM.mult(x, gram, half);
    // gram is symmetric, so that its inverse squared is half · halfᵀ
    DMatrixRMaj omega = new DMatrixRMaj(x.numRows, x.numRows);
    CommonOps_DDRM.multTransB(half, half, omega);
    double[][] rows = new double[x.numRows][x.numRows];
    for (int i = 0; i < x.numRows; i++) {
      for (int j = 0; j < x.numRows; j++) {
        rows[i][j] = omega.get(i, j);
      }
    }
    return new LogitResponse(rows, logits);
  }

  /** δz of a sample with a label: ε Σ_ν Ω_νν [z^ν · (1 − N y)] z^ν. */
  public double[] change(double epsilon, int label) {
    int classes = logits[0].length;
    double[] change = new double[classes];
    for (int sample = 0; sample < logits.length; sample++) {
      double[] z = logits[sample];
      double weight = epsilon * omega[sample][sample] * (sum(z) - classes * z[label]);
      for (int k = 0; k < classes; k++) {
        change[k] += weight * z[k];
      }
    }
    return change;
  }

  /** The mean change of the gap: ε/(N − 1) Σ_ν Ω_νν ((z^ν · 1)² − N z^ν · z^ν). */
  public double gapChange(double epsilon) {
    int classes = logits[0].length;
    double total = 0;
    for (int sample = 0; sample < logits.length; sample++) {
      double[] z = logits[sample];
      double squares = 0;
      for (double logit : z) {
        squares += logit * logit;
      }
      total += omega[sample][sample] * (sum(z) * sum(z) - classes * squares);
    }
    return epsilon / (classes - 1) * total;
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }
}

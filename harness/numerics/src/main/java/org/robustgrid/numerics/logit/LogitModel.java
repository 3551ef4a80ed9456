package org.robustgrid.numerics.logit;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.robustgrid.numerics.loss.Softmax;

/**
 * The analytical model of logits of Seguin et al. (2021, appendix C): a surrogate with the largest
 * logit β and all others at one or two values that make the third-order loss (equation 3)
 * stationary.
 *
 * <p>Class 0 stands for the predicted class φ; the label is class 0 of a right sample and class 1
 * of a wrong one. The printed formulas are no stationary points of the printed loss; the derived
 * ones are.
 *
 * @param classes N, at least 4
 * @param beta the largest logit β
 * @since 0.1
 */
public record LogitModel(int classes, double beta) {

  /**
   * The two roots of a quadratic.
   *
   * @since 0.1
   */
  public enum Root {
    PLUS(1),
    MINUS(-1);

    private final int sign;

    Root(int sign) {
      this.sign = sign;
    }

    public int sign() {
      return sign;
    }
  }

  public LogitModel {
    if (classes < 4) {
      throw new IllegalArgumentException("the model needs 4 classes, but got " + classes);
    }
  }

  /** a = (N − 1) exp(−β). */
  public double a() {
    return (classes - 1) * Math.exp(-beta);
  }

  /** c = (N − 3) exp(−β). */
  public double c() {
    return (classes - 3) * Math.exp(-beta);
  }

  /** Z = exp β + N − 1. */
  public double partition() {
    return Math.exp(beta) + classes - 1;
  }

  /** f± as printed. */
  public double printedRight(Root root) {
    double a = a();
    double inner = 1 + 2 * Math.exp(-2 * beta) * (1 - a) / ((1 + a) * (1 + a));
    return (1 + a) / (1 - a) * (-1 + root.sign * Math.sqrt(inner));
  }

  /** κ as printed. */
  public double printedKappa() {
    double a = a();
    double c = c();
    return (1 + a) / (1 - c) * Math.sqrt(1 + 2 * (1 - a) * (1 - c) / (1 + a));
  }

  /** g± as printed. */
  public double printedLabel(Root root) {
    return -(1 - c()) / (1 - a()) * (1 + root.sign * printedKappa());
  }

  /** ψ± as printed. */
  public double printedOthers(Root root) {
    double a = a();
    return 2 * (Math.exp(-beta) * printedLabel(root) / (1 - a) - (1 + a) / (1 - c()));
  }

  /** f±, the other logits of a right sample's stationary point; NaN above β = ln 2(N − 1). */
  public double right(Root root) {
    double a = a();
    return (1 + a) / (1 - a) * (-1 + root.sign * Math.sqrt(2 * a - 1));
  }

  /** g₀±, the label's logit of a wrong sample's stationary point with all others at 0. */
  public double labelAlone(Root root) {
    double z = partition();
    return z / (z - 2) * (-1 + root.sign * Math.sqrt(2 * z - 3));
  }

  /** g±, the label's logit of a wrong sample's stationary point. */
  public double label(Root root) {
    double a = a();
    double inner = 1 + 2 * (1 - a) * (1 - c()) * Math.exp(beta) / (1 + a);
    return (1 + a) / (1 - a) * (-1 + root.sign * Math.sqrt(inner));
  }

  /** ψ±, the other logits of a wrong sample's stationary point. */
  public double others(Root root) {
    return 2 * (Math.exp(-beta) * label(root) - (1 + a())) / (1 - c());
  }

  /** The surrogate of a right sample: β at class 0, {@code others} elsewhere. */
  public double[] rightSurrogate(double others) {
    double[] logits = new double[classes];
    Arrays.fill(logits, others);
    logits[0] = beta;
    return logits;
  }

  /**
   * The surrogate of a wrong sample: β at class 0, {@code label} at 1, {@code others} elsewhere.
   */
  public double[] wrongSurrogate(double label, double others) {
    double[] logits = rightSurrogate(others);
    logits[1] = label;
    return logits;
  }

  /** The exact cross-entropy of a surrogate. */
  public static double crossEntropy(double[] surrogate, int label) {
    return Softmax.logSumExp(surrogate, 0, surrogate.length) - surrogate[label];
  }

  /** The third-order loss (equation 3) of a surrogate whose logit of class 0 is β. */
  public double thirdOrderLoss(double[] surrogate, int label) {
    double[] h = weights();
    double first = 0;
    double second = 0;
    double third = 0;
    for (int i = 1; i < classes; i++) {
      double v = surrogate[i];
      first += h[i] * v;
      second += h[i] * v * v;
      third += h[i] * v * v * v;
    }
    double own = label == 0 ? beta : surrogate[label];
    double curve = second - first * first;
    return beta
        + Math.log1p(a())
        - own
        + first
        + curve / 2
        + (third - second * first) / 6
        - first * curve / 3;
  }

  /** h = (1 + (exp β − 1) φ) / Z. */
  private double[] weights() {
    double[] h = new double[classes];
    Arrays.fill(h, 1 / partition());
    h[0] = Math.exp(beta) / partition();
    return h;
  }

  /** The Hessian of {@link #thirdOrderLoss} in the logits of all classes but 0. */
  private DMatrixRMaj hessian(double[] surrogate) {
    double h = 1 / partition();
    double first = 0;
    for (int i = 1; i < classes; i++) {
      first += h * surrogate[i];
    }
    DMatrixRMaj hessian = new DMatrixRMaj(classes - 1, classes - 1);
    for (int i = 1; i < classes; i++) {
      for (int j = 1; j < classes; j++) {
        double value = -h * h * (1 + surrogate[i] + surrogate[j] - 2 * first);
        if (i == j) {
          value += h * (1 + surrogate[i] - first);
        }
        hessian.set(i - 1, j - 1, value);
      }
    }
    return hessian;
  }

  /** The smallest eigenvalue of the Hessian orthogonal to φ: above 0 at a local minimum. */
  public double leastCurvature(double[] surrogate) {
    return eigenvalues(hessian(surrogate))[0];
  }

  /**
   * The smallest and largest curvature within the symmetric family: along 1 − y for a right sample,
   * along y and 1 − φ − y for a wrong one.
   */
  public double[] symmetricCurvature(double[] surrogate, int label) {
    DMatrixRMaj basis = new DMatrixRMaj(classes - 1, label == 0 ? 1 : 2);
    int others = label == 0 ? classes - 1 : classes - 2;
    for (int i = 1; i < classes; i++) {
      if (label != 0 && i == label) {
        basis.set(i - 1, 0, 1);
      } else {
        basis.set(i - 1, basis.numCols - 1, 1 / Math.sqrt(others));
      }
    }
    DMatrixRMaj half = new DMatrixRMaj(classes - 1, basis.numCols);
    DMatrixRMaj reduced = new DMatrixRMaj(basis.numCols, basis.numCols);
    CommonOps_DDRM.mult(hessian(surrogate), basis, half);
    CommonOps_DDRM.multTransA(basis, half, reduced);
    double[] values = eigenvalues(reduced);
    return new double[] {values[0], values[values.length - 1]};
  }

  private static double[] eigenvalues(DMatrixRMaj symmetric) {
    EigenDecomposition_F64<DMatrixRMaj> eigen =
        DecompositionFactory_DDRM.eig(symmetric.numRows, false, true);
    if (!eigen.decompose(symmetric)) {
      throw new ArithmeticException("the eigenvalues of a Hessian did not converge");
    }
    double[] values = new double[symmetric.numRows];
    for (int i = 0; i < values.length; i++) {
      values[i] = eigen.getEigenvalue(i).getReal();
    }
    Arrays.sort(values);
    return values;
  }
}

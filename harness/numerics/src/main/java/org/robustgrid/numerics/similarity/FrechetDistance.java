package org.robustgrid.numerics.similarity;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.NormOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.QRDecomposition;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;

/**
 * The Fréchet distance of Gaussians fitted to two sets of features (Heusel et al. 2017): ‖mₐ −
 * m_b‖² + tr Sₐ + tr S_b − 2 tr (Sₐ S_b)^½, covariances divided by n − 1.
 *
 * <p>tr (Sₐ S_b)^½ is the nuclear norm of A Bᵀ / √((nₐ − 1)(n_b − 1)) with A and B the centred
 * features: it loses no digits, and singular covariances need no ridge.
 *
 * @param meanTerm ‖mₐ − m_b‖²
 * @param traces tr Sₐ + tr S_b
 * @param rootTrace tr (Sₐ S_b)^½
 * @since 0.1
 */
public record FrechetDistance(double meanTerm, double traces, double rootTrace) {

  /**
   * The distance of two sets.
   *
   * @param a [images][features], at least 2 images
   * @param b [images][features], at least 2 images
   */
  public static FrechetDistance of(double[][] a, double[][] b) {
    if (a.length < 2 || b.length < 2) {
      throw new IllegalArgumentException(
          "a covariance needs 2 images, but the sets have " + a.length + " and " + b.length);
    }
    double[] ma = mean(a);
    double[] mb = mean(b);
    double meanTerm = 0;
    for (int i = 0; i < ma.length; i++) {
      meanTerm += (ma[i] - mb[i]) * (ma[i] - mb[i]);
    }
    DMatrixRMaj first = centred(a, ma);
    DMatrixRMaj second = centred(b, mb);
    double traces = squares(first) / (a.length - 1) + squares(second) / (b.length - 1);
    DMatrixRMaj left = factor(first);
    DMatrixRMaj right = factor(second);
    DMatrixRMaj product = new DMatrixRMaj(left.numRows, right.numRows);
    CommonOps_DDRM.multTransB(left, right, product);
    double scale = Math.sqrt((a.length - 1.0) * (b.length - 1.0));
    return new FrechetDistance(meanTerm, traces, nuclearNorm(product) / scale);
  }

  public double distance() {
    return meanTerm + traces - 2 * rootTrace;
  }

  /** A matrix of the same Gram matrix with no more rows than columns. */
  private static DMatrixRMaj factor(DMatrixRMaj centred) {
    if (centred.numRows <= centred.numCols) {
      return centred;
    }
    QRDecomposition<DMatrixRMaj> qr =
        DecompositionFactory_DDRM.qr(centred.numRows, centred.numCols);
    qr.decompose(centred);
    return qr.getR(null, true);
  }

  private static double squares(DMatrixRMaj matrix) {
    double norm = NormOps_DDRM.normF(matrix);
    return norm * norm;
  }

  private static double nuclearNorm(DMatrixRMaj matrix) {
    SingularValueDecomposition_F64<DMatrixRMaj> svd =
        DecompositionFactory_DDRM.svd(matrix.numRows, matrix.numCols, false, false, true);
    if (!svd.decompose(matrix)) {
      throw new ArithmeticException("the singular values of the features did not converge");
    }
    double sum = 0;
    for (double value : svd.getSingularValues()) {
      sum += value;
    }
    return sum;
  }

  private static DMatrixRMaj centred(double[][] features, double[] mean) {
    DMatrixRMaj centred = new DMatrixRMaj(features);
    for (int row = 0; row < centred.numRows; row++) {
      for (int i = 0; i < centred.numCols; i++) {
        centred.add(row, i, -mean[i]);
      }
    }
    return centred;
  }

  private static double[] mean(double[][] features) {
    double[] mean = new double[features[0].length];
    for (double[] row : features) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += row[i] / features.length;
      }
    }
    return mean;
  }
}

package org.robustgrid.numerics.generation;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.SingularOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;

/**
 * A Gaussian fitted to the images of one class, as the seeds of generated images (Santurkar et al.
 * 2019; Ganz et al. 2023, section 5). The covariance is divided by the number of images.
 *
 * @param mean of the images
 * @param centred [images][pixels], images minus the mean
 * @since 0.1
 */
public record ClassGaussian(double[] mean, double[][] centred) {

  /**
   * Fits the images of a class.
   *
   * @param images [images][pixels], at least 1
   */
  public static ClassGaussian of(double[][] images) {
    if (images.length == 0) {
      throw new IllegalArgumentException("a class without images has no Gaussian");
    }
    double[] mean = new double[images[0].length];
    for (double[] image : images) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += image[i] / images.length;
      }
    }
    double[][] centred = new double[images.length][mean.length];
    for (int row = 0; row < images.length; row++) {
      for (int i = 0; i < mean.length; i++) {
        centred[row][i] = images[row][i] - mean[i];
      }
    }
    return new ClassGaussian(mean, centred);
  }

  /** S = (1/n) Σ (x − mean)(x − mean)ᵀ, [pixels × pixels]. */
  public double[] covariance() {
    return scatter().data;
  }

  private DMatrixRMaj scatter() {
    DMatrixRMaj rows = new DMatrixRMaj(centred);
    DMatrixRMaj covariance = new DMatrixRMaj(mean.length, mean.length);
    CommonOps_DDRM.multInner(rows, covariance);
    CommonOps_DDRM.divide(covariance, centred.length);
    return covariance;
  }

  /**
   * mean + L ξ with L Lᵀ = S + ridge I, L lower triangular.
   *
   * @param normals ξ, [samples][pixels]
   * @param ridge above 0 unless S is regular
   * @throws ArithmeticException if S + ridge I is not positive definite
   */
  public double[][] full(double[][] normals, double ridge) {
    DMatrixRMaj covariance = scatter();
    for (int i = 0; i < mean.length; i++) {
      covariance.add(i, i, ridge);
    }
    CholeskyDecomposition_F64<DMatrixRMaj> cholesky =
        DecompositionFactory_DDRM.chol(mean.length, true);
    if (!cholesky.decompose(covariance)) {
      throw new ArithmeticException(
          "the covariance of "
              + centred.length
              + " images with a ridge of "
              + ridge
              + " is not positive definite; take a larger ridge");
    }
    DMatrixRMaj lower = cholesky.getT(null);
    double[][] samples = new double[normals.length][];
    for (int sample = 0; sample < samples.length; sample++) {
      samples[sample] = mean.clone();
      for (int i = 0; i < mean.length; i++) {
        for (int j = 0; j <= i; j++) {
          samples[sample][i] += lower.get(i, j) * normals[sample][j];
        }
      }
    }
    return samples;
  }

  /**
   * The same distribution without a matrix of pixels × pixels: mean + (1/√n) Σ ξᵢ (xᵢ − mean) +
   * √ridge ζ.
   *
   * @param perImage ξ, [samples][images]
   * @param perPixel ζ, [samples][pixels]
   */
  public double[][] inSampleSpace(double[][] perImage, double[][] perPixel, double ridge) {
    double[][] samples = new double[perImage.length][];
    for (int sample = 0; sample < samples.length; sample++) {
      samples[sample] = mean.clone();
      for (int i = 0; i < mean.length; i++) {
        double sum = 0;
        for (int image = 0; image < centred.length; image++) {
          sum += perImage[sample][image] * centred[image][i];
        }
        samples[sample][i] +=
            sum / Math.sqrt(centred.length) + Math.sqrt(ridge) * perPixel[sample][i];
      }
    }
    return samples;
  }

  /**
   * The low-rank distribution mean + Σ_{j &lt; rank} (s_j / √n) ξ_j v_j, with the right singular
   * vectors of the centred images; each v_j has the sign that makes its entry of largest magnitude
   * positive.
   *
   * @param normals ξ, [samples][rank]
   */
  public double[][] truncated(double[][] normals) {
    LowRank factors = lowRank(normals[0].length);
    double[][] samples = new double[normals.length][];
    for (int sample = 0; sample < samples.length; sample++) {
      samples[sample] = mean.clone();
      for (int j = 0; j < factors.singularValues.length; j++) {
        double weight = factors.singularValues[j] / Math.sqrt(centred.length) * normals[sample][j];
        for (int i = 0; i < mean.length; i++) {
          samples[sample][i] += weight * factors.directions[j][i];
        }
      }
    }
    return samples;
  }

  /**
   * The leading singular values and right singular vectors of the centred images.
   *
   * @param singularValues largest first
   * @param directions [rank][pixels]
   * @since 0.1
   */
  public record LowRank(double[] singularValues, double[][] directions) {}

  /** The leading factors; fewer than asked for if there are fewer images or pixels. */
  public LowRank lowRank(int rank) {
    DMatrixRMaj rows = new DMatrixRMaj(centred);
    SingularValueDecomposition_F64<DMatrixRMaj> svd =
        DecompositionFactory_DDRM.svd(rows.numRows, rows.numCols, false, true, true);
    if (!svd.decompose(rows)) {
      throw new ArithmeticException("the singular values of a class did not converge");
    }
    double[] values = svd.getSingularValues();
    DMatrixRMaj v = svd.getV(null, false);
    SingularOps_DDRM.descendingOrder(null, false, values, svd.numberOfSingularValues(), v, false);
    int kept = Math.min(rank, svd.numberOfSingularValues());
    double[][] directions = new double[kept][mean.length];
    for (int j = 0; j < kept; j++) {
      int largest = 0;
      for (int i = 0; i < mean.length; i++) {
        if (Math.abs(v.get(i, j)) > Math.abs(v.get(largest, j))) {
          largest = i;
        }
      }
      double sign = v.get(largest, j) < 0 ? -1 : 1;
      for (int i = 0; i < mean.length; i++) {
        directions[j][i] = sign * v.get(i, j);
      }
    }
    return new LowRank(Arrays.copyOf(values, kept), directions);
  }
}

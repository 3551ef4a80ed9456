package org.robustgrid.numerics.manifold;

import java.util.Arrays;

/**
 * The correlation of manifold centres, before and after removing a low-rank subspace (Cohen et al.
 * 2020, methods).
 *
 * @since 0.1
 */
public final class ManifoldCenters {

  private ManifoldCenters() {}

  /** Centres minus their mean. */
  public static double[][] centred(double[][] centers) {
    int features = centers[0].length;
    double[] mean = new double[features];
    for (double[] center : centers) {
      for (int i = 0; i < features; i++) {
        mean[i] += center[i] / centers.length;
      }
    }
    double[][] centred = new double[centers.length][features];
    for (int row = 0; row < centers.length; row++) {
      for (int i = 0; i < features; i++) {
        centred[row][i] = centers[row][i] - mean[i];
      }
    }
    return centred;
  }

  /** Mean of |cos(cᵢ − c, cⱼ − c)| over i ≠ j. */
  public static double correlation(double[][] centers) {
    return residual(centred(centers));
  }

  /**
   * What is left of vectors once a subspace is removed: x − U Uᵀ x.
   *
   * @param basis [features][K], orthonormal columns
   */
  public static double[][] without(double[][] vectors, double[][] basis) {
    int k = basis.length == 0 ? 0 : basis[0].length;
    double[][] left = new double[vectors.length][];
    for (int row = 0; row < vectors.length; row++) {
      left[row] = vectors[row].clone();
      for (int column = 0; column < k; column++) {
        double part = 0;
        for (int i = 0; i < basis.length; i++) {
          part += vectors[row][i] * basis[i][column];
        }
        for (int i = 0; i < basis.length; i++) {
          left[row][i] -= part * basis[i][column];
        }
      }
    }
    return left;
  }

  /** ½ Σᵢⱼ cos²(rᵢ, rⱼ), i = j included. */
  public static double cost(double[][] vectors) {
    double[][] units = units(vectors);
    double sum = 0;
    for (double[] a : units) {
      for (double[] b : units) {
        double cosine = dot(a, b);
        sum += cosine * cosine / 2;
      }
    }
    return sum;
  }

  /** Mean of |cos(rᵢ, rⱼ)| over i ≠ j. */
  public static double residual(double[][] vectors) {
    double[][] units = units(vectors);
    double sum = 0;
    for (int i = 0; i < units.length; i++) {
      for (int j = 0; j < units.length; j++) {
        sum += i == j ? 0 : Math.abs(dot(units[i], units[j]));
      }
    }
    return sum / (units.length * (units.length - 1.0));
  }

  /**
   * The most dimensions that the published code removes: 11 more than the index, from 0, of the
   * largest cumulative share of the squared singular values that is under 0.95.
   *
   * @param singularValues of the centred centres, largest first
   */
  public static int mostDimensions(double[] singularValues) {
    double total = Arrays.stream(singularValues).map(s -> s * s).sum();
    double sum = 0;
    int last = 0;
    for (int i = 0; i < singularValues.length; i++) {
      sum += singularValues[i] * singularValues[i];
      if (sum / total < 0.95) {
        last = i;
      }
    }
    return last + 11;
  }

  private static double[][] units(double[][] vectors) {
    double[][] units = new double[vectors.length][];
    for (int row = 0; row < vectors.length; row++) {
      double norm = Math.sqrt(dot(vectors[row], vectors[row]));
      units[row] = Arrays.stream(vectors[row]).map(v -> v / norm).toArray();
    }
    return units;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}

package org.robustgrid.numerics.manifold;

import java.util.Arrays;

/**
 * An exact test of whether labelled manifolds can be separated by a hyperplane through the origin:
 * a perceptron finds one, or a solution of Gordan's alternative excludes it.
 *
 * @since 0.1
 */
public final class LinearSeparation {

  private static final int PASSES = 50;

  private LinearSeparation() {}

  /**
   * Whether some w has label · w·x &gt; 0 for all points x.
   *
   * @param points [manifold][point][feature]
   * @param labels 1 or −1 for each manifold
   */
  public static boolean exists(double[][][] points, int[] labels) {
    int count = Arrays.stream(points).mapToInt(manifold -> manifold.length).sum();
    double[][] signed = new double[count][];
    int next = 0;
    for (int k = 0; k < points.length; k++) {
      for (double[] point : points[k]) {
        double norm = Math.sqrt(dot(point, point, point.length));
        signed[next] = new double[point.length + 1];
        for (int i = 0; i < point.length; i++) {
          signed[next][i] = norm == 0 ? 0 : labels[k] * point[i] / norm;
        }
        signed[next++][point.length] = 1;
      }
    }
    return perceptron(signed) || separated(signed);
  }

  private static boolean perceptron(double[][] signed) {
    int features = signed[0].length - 1;
    double[] w = new double[features];
    for (int pass = 0; pass < PASSES; pass++) {
      boolean changed = false;
      for (double[] point : signed) {
        if (dot(w, point, features) <= 0) {
          changed = true;
          for (int i = 0; i < features; i++) {
            w[i] += point[i];
          }
        }
      }
      if (!changed) {
        return true;
      }
    }
    return false;
  }

  /**
   * Σ λᵢ yᵢ = 0 with λ ≥ 0 and Σ λᵢ = 1 has a solution exactly if no w has w·yᵢ &gt; 0 for all i:
   * its least squares residual is 0 then, and otherwise minus its first part is such a w.
   */
  private static boolean separated(double[][] signed) {
    int features = signed[0].length - 1;
    double[] target = new double[features + 1];
    target[features] = 1;
    double[] residual = NonNegativeLeastSquares.of(signed, target).residual();
    return residual[features] > 1e-10;
  }

  private static double dot(double[] a, double[] b, int length) {
    double sum = 0;
    for (int i = 0; i < length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}

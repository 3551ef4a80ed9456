package org.robustgrid.numerics.manifold;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The analysis of a layer's activations as object manifolds (Cohen et al. 2020): centre
 * correlation, and capacity, radius and dimension of each manifold once the centres' subspace is
 * removed.
 *
 * @param correlation mean |cos| of the centres, before anything is removed
 * @param manifolds one for each manifold
 * @since 0.1
 */
public record ManifoldAnalysis(double correlation, List<ManifoldGeometry> manifolds) {

  public ManifoldAnalysis {
    manifolds = List.copyOf(manifolds);
  }

  /**
   * The coordinates that {@link ManifoldGeometry} works in: the mean of all points, the given
   * subspace and each manifold's own mean m are taken away, what is left is divided by ‖m‖, and
   * rotated into the span of the points if there are more features than points.
   *
   * @param activations [manifold][point][feature], as many points for each
   * @param basis [features][K], orthonormal columns
   * @return [manifold][point][D], D the smaller of points and features
   */
  public static double[][][] coordinates(double[][][] activations, double[][] basis) {
    int features = activations[0][0].length;
    double[] mean = new double[features];
    for (double[][] manifold : activations) {
      for (double[] point : manifold) {
        for (int i = 0; i < features; i++) {
          mean[i] += point[i] / (activations.length * manifold.length);
        }
      }
    }
    double[][][] coordinates = new double[activations.length][][];
    for (int k = 0; k < activations.length; k++) {
      double[][] points = new double[activations[k].length][features];
      for (int p = 0; p < points.length; p++) {
        for (int i = 0; i < features; i++) {
          points[p][i] = activations[k][p][i] - mean[i];
        }
      }
      double[][] scaled = scaled(ManifoldCenters.without(points, basis));
      coordinates[k] = features > scaled.length ? rotated(scaled) : scaled;
    }
    return coordinates;
  }

  /**
   * Analyses a layer.
   *
   * @param activations [manifold][point][feature]
   * @param basis the centres' subspace, [features][K]
   * @param gaussians [manifold][samples][D + 1]
   * @param margin κ
   */
  public static ManifoldAnalysis of(
      double[][][] activations, double[][] basis, double[][][] gaussians, double margin) {
    double[][][] coordinates = coordinates(activations, basis);
    List<ManifoldGeometry> manifolds = new ArrayList<>();
    for (int k = 0; k < coordinates.length; k++) {
      manifolds.add(ManifoldGeometry.of(coordinates[k], gaussians[k], margin));
    }
    double[][] centers =
        Arrays.stream(activations).map(ManifoldAnalysis::mean).toArray(double[][]::new);
    return new ManifoldAnalysis(ManifoldCenters.correlation(centers), manifolds);
  }

  /** The harmonic mean of the capacities. */
  public double capacity() {
    return 1 / manifolds.stream().mapToDouble(m -> 1 / m.capacity()).average().orElse(Double.NaN);
  }

  /** The mean radius. */
  public double radius() {
    return manifolds.stream().mapToDouble(ManifoldGeometry::radius).average().orElse(Double.NaN);
  }

  /** The mean dimension. */
  public double dimension() {
    return manifolds.stream().mapToDouble(ManifoldGeometry::dimension).average().orElse(Double.NaN);
  }

  /**
   * Projects activations to fewer features.
   *
   * @param matrix [k][features]; its rows are divided by their norms
   * @return [manifold][point][k]
   */
  public static double[][][] project(double[][][] activations, double[][] matrix) {
    double[] norms = Arrays.stream(matrix).mapToDouble(ManifoldAnalysis::norm).toArray();
    double[][][] projected = new double[activations.length][activations[0].length][matrix.length];
    for (int k = 0; k < activations.length; k++) {
      for (int p = 0; p < activations[k].length; p++) {
        for (int row = 0; row < matrix.length; row++) {
          double sum = 0;
          for (int i = 0; i < matrix[row].length; i++) {
            sum += matrix[row][i] / norms[row] * activations[k][p][i];
          }
          projected[k][p][row] = sum;
        }
      }
    }
    return projected;
  }

  /** Points minus their mean, divided by its norm. */
  private static double[][] scaled(double[][] points) {
    double[] mean = mean(points);
    double norm = norm(mean);
    double[][] scaled = new double[points.length][mean.length];
    for (int p = 0; p < points.length; p++) {
      for (int i = 0; i < mean.length; i++) {
        scaled[p][i] = (points[p][i] - mean[i]) / norm;
      }
    }
    return scaled;
  }

  /**
   * Coordinates in the basis that Gram–Schmidt makes of the points in their order. Centred points
   * are dependent, so that the last coordinate is 0 for all.
   */
  private static double[][] rotated(double[][] points) {
    int count = points.length;
    double[][] basis = new double[count][];
    double[][] rotated = new double[count][count];
    for (int p = 0; p < count; p++) {
      double[] left = points[p].clone();
      double size = norm(left);
      // a second round takes away what rounding left in the first
      for (int round = 0; round < 2; round++) {
        for (int q = 0; q < p; q++) {
          double part = dot(left, basis[q]);
          rotated[p][q] += part;
          for (int i = 0; i < left.length; i++) {
            left[i] -= part * basis[q][i];
          }
        }
      }
      double norm = norm(left);
      boolean dependent = !(norm > 1e-10 * size);
      rotated[p][p] = dependent ? 0 : norm;
      basis[p] = new double[left.length];
      for (int i = 0; i < left.length && !dependent; i++) {
        basis[p][i] = left[i] / norm;
      }
    }
    return rotated;
  }

  private static double[] mean(double[][] points) {
    double[] mean = new double[points[0].length];
    for (double[] point : points) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += point[i] / points.length;
      }
    }
    return mean;
  }

  private static double norm(double[] vector) {
    return Math.sqrt(dot(vector, vector));
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}

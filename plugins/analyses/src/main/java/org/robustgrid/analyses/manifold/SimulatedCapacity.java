package org.robustgrid.analyses.manifold;

import java.util.Arrays;
import org.robustgrid.numerics.manifold.LinearSeparation;
import org.robustgrid.numerics.manifold.ManifoldAnalysis;
import org.robustgrid.spi.Monitor;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;

/**
 * Simulates the capacity: the number of manifolds divided by the smallest number of random features
 * at which half of the random dichotomies are linearly separable (Seguin et al. 2021, figure A.8).
 */
final class SimulatedCapacity {

  private final double[][][] activations;
  private final int[][] labels;
  private final RandomKey random;
  private final Monitor monitor;

  /**
   * Creates a simulation with a number of random dichotomies; activations are
   * [manifold][point][feature].
   */
  SimulatedCapacity(double[][][] activations, int dichotomies, RandomKey random, Monitor monitor) {
    this.activations = activations;
    this.random = random;
    this.monitor = monitor;
    this.labels = new int[dichotomies][activations.length];
    for (int d = 0; d < dichotomies; d++) {
      RandomStream stream = random.with("labels").with(d).stream();
      for (int k = 0; k < activations.length; k++) {
        labels[d][k] = stream.nextInt(2) == 0 ? -1 : 1;
      }
    }
  }

  /**
   * Returns the capacity; NaN if fewer than half of the dichotomies are separable with all
   * features.
   */
  double capacity() {
    int high = activations[0][0].length;
    if (!half(high)) {
      return Double.NaN;
    }
    int low = 0;
    while (high - low > 1) {
      int middle = (low + high) / 2;
      if (half(middle)) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return activations.length / (double) high;
  }

  private boolean half(int features) {
    int separable = 0;
    for (int d = 0; d < labels.length; d++) {
      monitor.check();
      double[][] matrix = new double[features][activations[0][0].length];
      for (int i = 0; i < features; i++) {
        random.with("features").with(d).with(i).stream()
            .fillGaussian(matrix[i], 0, matrix[i].length);
      }
      double[][][] projected = ManifoldAnalysis.project(centred(), matrix);
      separable += LinearSeparation.exists(projected, labels[d]) ? 1 : 0;
    }
    return 2 * separable >= labels.length;
  }

  /** Returns the activations minus the mean of all points, as in the theory. */
  private double[][][] centred() {
    int features = activations[0][0].length;
    double[] mean = new double[features];
    int count = activations.length * activations[0].length;
    for (double[][] manifold : activations) {
      for (double[] point : manifold) {
        for (int i = 0; i < features; i++) {
          mean[i] += point[i] / count;
        }
      }
    }
    return Arrays.stream(activations)
        .map(
            manifold ->
                Arrays.stream(manifold)
                    .map(
                        point -> {
                          double[] left = point.clone();
                          for (int i = 0; i < features; i++) {
                            left[i] -= mean[i];
                          }
                          return left;
                        })
                    .toArray(double[][]::new))
        .toArray(double[][][]::new);
  }
}

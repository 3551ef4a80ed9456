package org.robustgrid.core.execute;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;

/**
 * The weighted mean of gradients, row by row, accumulated in double. Weights are given by their
 * logarithms, and relative to the largest so far: all of them may underflow.
 */
final class WeightedGradients {

  private double[] sum = {};
  private double[] next = {};
  private double[] logLargest = {};
  private double[] weight = {};
  private INDArray mean;

  /** Forgets what was added. */
  void begin(int rows, int elements) {
    if (sum.length != elements || weight.length != rows) {
      sum = new double[elements];
      next = new double[elements];
      logLargest = new double[rows];
      weight = new double[rows];
    }
    Arrays.fill(sum, 0);
    Arrays.fill(logLargest, Double.NEGATIVE_INFINITY);
    Arrays.fill(weight, 0);
  }

  /**
   * Adds a gradient.
   *
   * @param logWeights one for each row
   */
  void add(INDArray gradient, double[] logWeights) {
    HostArrays.read(gradient, next);
    int length = sum.length / weight.length;
    for (int row = 0; row < weight.length; row++) {
      double largest = Math.max(logLargest[row], logWeights[row]);
      // 0 at the first addition, where the largest so far is −∞
      double kept = Math.exp(logLargest[row] - largest);
      double added = Math.exp(logWeights[row] - largest);
      logLargest[row] = largest;
      weight[row] = weight[row] * kept + added;
      for (int i = row * length; i < (row + 1) * length; i++) {
        sum[i] = sum[i] * kept + next[i] * added;
      }
    }
  }

  /**
   * The mean.
   *
   * @param like its shape and precision
   * @return overwritten by the next call
   */
  INDArray mean(INDArray like) {
    int length = sum.length / weight.length;
    for (int row = 0; row < weight.length; row++) {
      double factor = 1 / weight[row];
      for (int i = row * length; i < (row + 1) * length; i++) {
        sum[i] *= factor;
      }
    }
    mean = KeptArrays.like(mean, like.dataType(), like.shape());
    HostArrays.write(sum, mean);
    return mean;
  }
}

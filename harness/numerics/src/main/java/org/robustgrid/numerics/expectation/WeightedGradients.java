package org.robustgrid.numerics.expectation;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.KeptArrays;

/**
 * The weighted mean of gradients, row by row, accumulated in double. Weights are given by their
 * logarithms, and relative to the largest so far: all of them may underflow.
 *
 * @since 0.1
 */
public final class WeightedGradients {

  private double[] logLargest = {};
  private double[] weight = {};
  private double[] kept = {};
  private double[] added = {};
  private double[] sum = {};
  private double[] next = {};
  private INDArray mean;

  /**
   * Forgets what was added.
   *
   * @param elements of all rows together
   */
  public void begin(int rows, int elements) {
    if (weight.length != rows) {
      logLargest = new double[rows];
      weight = new double[rows];
      kept = new double[rows];
      added = new double[rows];
    }
    Arrays.fill(logLargest, Double.NEGATIVE_INFINITY);
    Arrays.fill(weight, 0);
    if (sum.length != elements) {
      sum = new double[elements];
      next = new double[elements];
    }
    Arrays.fill(sum, 0);
  }

  /**
   * Adds a gradient.
   *
   * @param gradient [rows, …input shape]
   * @param logWeights the logarithm of the weight of each row
   */
  public void add(INDArray gradient, double[] logWeights) {
    for (int row = 0; row < weight.length; row++) {
      double largest = Math.max(logLargest[row], logWeights[row]);
      // 0 at the first addition, where the largest so far is −∞
      kept[row] = Math.exp(logLargest[row] - largest);
      added[row] = Math.exp(logWeights[row] - largest);
      logLargest[row] = largest;
      weight[row] = weight[row] * kept[row] + added[row];
    }
    HostArrays.read(gradient, next);
    int length = sum.length / kept.length;
    for (int row = 0; row < kept.length; row++) {
      double before = kept[row];
      double now = added[row];
      for (int i = row * length; i < (row + 1) * length; i++) {
        sum[i] = sum[i] * before + next[i] * now;
      }
    }
  }

  /**
   * The mean.
   *
   * @param like its shape and precision
   * @return overwritten by the next call
   */
  public INDArray mean(INDArray like) {
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

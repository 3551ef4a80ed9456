package org.robustgrid.run.worker;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.AttackMemory;

/**
 * The weighted mean of gradients, row by row, accumulated in double. Weights are given by their
 * logarithms, and relative to the largest so far: all of them may underflow.
 */
abstract sealed class WeightedGradients permits HostWeightedGradients, ResidentWeightedGradients {

  private double[] logLargest = {};
  private double[] weight = {};
  private double[] kept = {};
  private double[] added = {};

  /** A mean in this process's memory for attacks: gradients are as large as their images. */
  static WeightedGradients create() {
    return switch (AttackMemory.current()) {
      case HOST -> new HostWeightedGradients();
      case RESIDENT -> new ResidentWeightedGradients();
    };
  }

  /** Forgets what was added. */
  final void begin(int rows, int elements) {
    if (weight.length != rows) {
      logLargest = new double[rows];
      weight = new double[rows];
      kept = new double[rows];
      added = new double[rows];
    }
    Arrays.fill(logLargest, Double.NEGATIVE_INFINITY);
    Arrays.fill(weight, 0);
    clear(rows, elements);
  }

  /**
   * Adds a gradient.
   *
   * @param logWeights one for each row
   */
  final void add(INDArray gradient, double[] logWeights) {
    for (int row = 0; row < weight.length; row++) {
      double largest = Math.max(logLargest[row], logWeights[row]);
      // 0 at the first addition, where the largest so far is −∞
      kept[row] = Math.exp(logLargest[row] - largest);
      added[row] = Math.exp(logWeights[row] - largest);
      logLargest[row] = largest;
      weight[row] = weight[row] * kept[row] + added[row];
    }
    accumulate(gradient, kept, added);
  }

  /**
   * The mean.
   *
   * @param like its shape and precision
   * @return overwritten by the next call
   */
  final INDArray mean(INDArray like) {
    for (int row = 0; row < weight.length; row++) {
      kept[row] = 1 / weight[row];
    }
    return scaled(kept, like);
  }

  /** Sets the sum to zero. */
  abstract void clear(int rows, int elements);

  /** The sum becomes itself times {@code kept} plus the gradient times {@code added}. */
  abstract void accumulate(INDArray gradient, double[] kept, double[] added);

  /** The sum times its rows' factors. */
  abstract INDArray scaled(double[] factors, INDArray like);
}

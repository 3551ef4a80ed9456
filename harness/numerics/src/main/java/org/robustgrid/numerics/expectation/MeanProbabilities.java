package org.robustgrid.numerics.expectation;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.loss.Softmax;

/**
 * The logarithm of the mean softmax over draws, row by row.
 *
 * @since 0.1
 */
public final class MeanProbabilities {

  private final int classes;
  private final double logDraws;
  private final double[] logMean;
  private final double[] draw;

  /** Of no draw yet. */
  public MeanProbabilities(int rows, int classes, int draws) {
    this.classes = classes;
    this.logDraws = Math.log(draws);
    this.logMean = new double[rows * classes];
    this.draw = new double[rows * classes];
    Arrays.fill(logMean, Double.NEGATIVE_INFINITY);
  }

  /** Adds a draw's logits, [rows, classes]. */
  public void add(INDArray logits) {
    HostArrays.read(logits, draw);
    for (int offset = 0; offset < draw.length; offset += classes) {
      Softmax.logProbabilities(draw, offset, classes, draw);
    }
    for (int i = 0; i < draw.length; i++) {
      logMean[i] = logSum(logMean[i], draw[i] - logDraws);
    }
  }

  /** The log-probability of a class under the draw added last. */
  public double lastDraw(int row, int label) {
    return draw[row * classes + label];
  }

  /** All of them, [rows × classes]. */
  public double[] logarithms() {
    return logMean;
  }

  private static double logSum(double a, double b) {
    if (a == Double.NEGATIVE_INFINITY) {
      return b;
    }
    double max = Math.max(a, b);
    return max + Math.log(Math.exp(a - max) + Math.exp(b - max));
  }
}

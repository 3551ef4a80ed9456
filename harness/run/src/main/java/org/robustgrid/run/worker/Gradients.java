package org.robustgrid.run.worker;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;

/** Distinguishes gradients that can be followed from those that cannot. */
final class Gradients {

  private Gradients() {}

  /**
   * For each row, whether its gradient is exactly zero or holds a value that is not finite.
   *
   * @param gradient [rows, …]
   */
  static boolean[] blind(INDArray gradient) {
    int rows = (int) gradient.size(0);
    INDArray flat = gradient.reshape('c', rows, gradient.length() / rows);
    double[] norms = HostArrays.read(flat.norm2(1));
    boolean[] blind = new boolean[rows];
    for (int row = 0; row < rows; row++) {
      // the squares of usable numbers may be 0 or infinite
      boolean usable = norms[row] > 0 && norms[row] < Double.POSITIVE_INFINITY;
      blind[row] = !usable && blind(HostArrays.read(flat.getRow(row)));
    }
    return blind;
  }

  private static boolean blind(double[] values) {
    boolean zero = true;
    for (double value : values) {
      if (!Double.isFinite(value)) {
        return true;
      }
      zero &= value == 0;
    }
    return zero;
  }
}

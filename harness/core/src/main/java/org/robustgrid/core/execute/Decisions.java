package org.robustgrid.core.execute;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.spi.Classifier;

/** Turns logits into predicted classes. */
final class Decisions {

  private Decisions() {}

  /**
   * The first largest logit of each row; {@link Classifier#ABSTAIN} where one is not finite, so
   * that broken logits never count as right.
   *
   * @param logits [rows, classes]
   */
  static int[] of(INDArray logits) {
    double[][] rows = logits.toDoubleMatrix();
    int[] decisions = new int[rows.length];
    for (int row = 0; row < rows.length; row++) {
      decisions[row] = of(rows[row]);
    }
    return decisions;
  }

  private static int of(double[] logits) {
    int best = 0;
    for (int i = 0; i < logits.length; i++) {
      if (!Double.isFinite(logits[i])) {
        return Classifier.ABSTAIN;
      }
      if (logits[i] > logits[best]) {
        best = i;
      }
    }
    return best;
  }

  /** For each row, whether all its logits are finite. */
  static boolean[] finite(INDArray logits) {
    double[][] rows = logits.toDoubleMatrix();
    boolean[] finite = new boolean[rows.length];
    for (int row = 0; row < rows.length; row++) {
      finite[row] = of(rows[row]) != Classifier.ABSTAIN;
    }
    return finite;
  }
}

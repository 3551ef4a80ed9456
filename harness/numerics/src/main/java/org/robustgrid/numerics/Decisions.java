package org.robustgrid.numerics;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.spi.network.Classifier;

/**
 * Turns logits into predicted classes.
 *
 * @since 0.1
 */
public final class Decisions {

  private Decisions() {}

  /**
   * The first largest logit of each row; {@link Classifier#ABSTAIN} where one is not finite, so
   * that broken logits never count as right.
   *
   * @param logits [rows, classes]
   */
  public static int[] of(INDArray logits) {
    int classes = (int) logits.size(1);
    double[] values = HostArrays.read(logits);
    int[] decisions = new int[values.length / classes];
    for (int row = 0; row < decisions.length; row++) {
      decisions[row] = of(values, row * classes, classes);
    }
    return decisions;
  }

  private static int of(double[] logits, int offset, int classes) {
    int best = 0;
    for (int i = 0; i < classes; i++) {
      if (!Double.isFinite(logits[offset + i])) {
        return Classifier.ABSTAIN;
      }
      if (logits[offset + i] > logits[offset + best]) {
        best = i;
      }
    }
    return best;
  }

  /** For each row of [rows, classes], whether all its logits are finite. */
  public static boolean[] finite(INDArray logits) {
    int[] decisions = of(logits);
    boolean[] finite = new boolean[decisions.length];
    for (int row = 0; row < finite.length; row++) {
      finite[row] = decisions[row] != Classifier.ABSTAIN;
    }
    return finite;
  }
}

package org.robustgrid.numerics.loss;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.network.Loss;

/**
 * KL(softmax c ‖ softmax z) of fixed reference logits c and the asked logits z (the inner
 * maximisation of TRADES, Zhang et al. 2019, with c the clean logits).
 *
 * @since 0.1
 */
public final class KullbackLeibler implements Loss {

  private final double[] logReference;

  /**
   * For given reference logits, which are copied.
   *
   * @param referenceLogits [rows, classes]
   */
  public KullbackLeibler(INDArray referenceLogits) {
    this.logReference = HostArrays.read(referenceLogits);
    int classes = Math.toIntExact(referenceLogits.size(1));
    for (int offset = 0; offset < logReference.length; offset += classes) {
      Softmax.logProbabilities(logReference, offset, classes, logReference);
    }
  }

  @Override
  public double evaluate(int row, double[] logits, double[] gradient) {
    int classes = logits.length;
    int offset = row * classes;
    double logSum = Softmax.logSumExp(logits, 0, classes);
    double divergence = 0;
    for (int i = 0; i < classes; i++) {
      double log = logits[i] - logSum;
      double reference = Math.exp(logReference[offset + i]);
      // 0 · log 0 counts as 0
      divergence += reference == 0 ? 0 : reference * (logReference[offset + i] - log);
      gradient[i] = Math.exp(log) - reference;
    }
    return divergence;
  }
}

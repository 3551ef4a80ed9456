package org.robustgrid.cli.planted;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.network.Query;

/** Abstains where more pixels are faint than in any image that nobody touched. */
record Detector(Classifier network) implements Forwarding {

  private static final double FAINT = 0.12;
  private static final double SHARE = 0.12;

  @Override
  public INDArray logits(INDArray images, Query query) {
    return network.logits(images, query);
  }

  @Override
  public LossGradient lossGradient(INDArray images, Query query, Loss loss) {
    return network.lossGradient(images, query, loss);
  }

  @Override
  public int[] decisions(INDArray images, Query query) {
    int[] decisions = network.decisions(images, query).clone();
    double[] values = HostArrays.read(images);
    int length = values.length / decisions.length;
    for (int row = 0; row < decisions.length; row++) {
      int faint = 0;
      for (int i = row * length; i < (row + 1) * length; i++) {
        faint += values[i] > 0 && values[i] < FAINT ? 1 : 0;
      }
      decisions[row] = faint > SHARE * length ? ABSTAIN : decisions[row];
    }
    return decisions;
  }
}

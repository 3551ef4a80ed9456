package org.robustgrid.testkit.toy;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.loss.Softmax;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.network.Query;

/**
 * A network as the deterministic classifier that a defense's deployment is given.
 *
 * @param network answers every question, whatever the draw
 */
public record NetworkClassifier(Network network) implements Classifier {

  @Override
  public long[] inputShape() {
    return network.inputShape();
  }

  @Override
  public int classes() {
    return network.classes();
  }

  @Override
  public INDArray logits(INDArray images, Query query) {
    return network.logits(images);
  }

  @Override
  public LossGradient lossGradient(INDArray images, Query query, Loss loss) {
    return network.lossGradient(images, loss);
  }

  @Override
  public int[] decisions(INDArray images, Query query) {
    double[] logits = HostArrays.read(logits(images, query));
    int[] decisions = new int[query.samples().length];
    for (int row = 0; row < decisions.length; row++) {
      decisions[row] = Softmax.prediction(logits, row * classes(), classes());
    }
    return decisions;
  }
}

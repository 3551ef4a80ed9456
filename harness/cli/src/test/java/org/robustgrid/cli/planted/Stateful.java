package org.robustgrid.cli.planted;

import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.network.Query;

/** Answers at random once it was asked about a number of images. */
final class Stateful implements Forwarding {

  private final Classifier network;
  private final int limit;
  private final SplittableRandom random = new SplittableRandom(1);
  private int asked;

  Stateful(Classifier network, int limit) {
    this.network = network;
    this.limit = limit;
  }

  @Override
  public Classifier network() {
    return network;
  }

  private INDArray answer(INDArray logits) {
    asked += (int) logits.size(0);
    if (asked <= limit) {
      return logits;
    }
    double[] values = HostArrays.read(logits);
    for (int i = 0; i < values.length; i++) {
      values[i] = 10 * random.nextDouble();
    }
    INDArray answer = logits.ulike();
    HostArrays.write(values, answer);
    return answer;
  }

  @Override
  public INDArray logits(INDArray images, Query query) {
    return answer(network.logits(images, query));
  }

  @Override
  public LossGradient lossGradient(INDArray images, Query query, Loss loss) {
    LossGradient inner = network.lossGradient(images, query, loss);
    return new LossGradient(inner.losses(), answer(inner.logits()), inner.gradient());
  }
}

package org.robustgrid.run.worker;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.Decisions;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.network.Network;
import org.robustgrid.spi.network.Query;

/** A network as a deterministic classifier; every pass goes through a meter. */
public final class NetworkClassifier implements Classifier {

  private final Network network;
  private final PassMeter meter;

  public NetworkClassifier(Network network, PassMeter meter) {
    this.network = network;
    this.meter = meter;
  }

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
    meter.admit(query, images.size(0), 1);
    long start = System.nanoTime();
    INDArray logits = network.logits(images);
    meter.count(images.size(0), 0, start);
    return logits;
  }

  @Override
  public LossGradient lossGradient(INDArray images, Query query, Loss loss) {
    meter.admit(query, images.size(0), 2);
    long start = System.nanoTime();
    LossGradient result = network.lossGradient(images, loss);
    meter.count(images.size(0), images.size(0), start);
    return result;
  }

  @Override
  public int[] decisions(INDArray images, Query query) {
    return Decisions.of(logits(images, query));
  }
}

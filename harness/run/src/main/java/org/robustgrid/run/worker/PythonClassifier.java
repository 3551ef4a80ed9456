package org.robustgrid.run.worker;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.Decisions;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.network.Query;

/**
 * A model of a Python process as a classifier; every pass goes through a meter. The seed of a
 * question stands for its draw and its first sample: a batch that is asked about again under the
 * same draw has the same randomness.
 */
final class PythonClassifier implements Classifier {

  private final PythonNetwork network;
  private final PassMeter meter;

  PythonClassifier(PythonNetwork network, PassMeter meter) {
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
  public boolean randomised() {
    return network.randomised();
  }

  private static long seed(Query query) {
    return query.samples().length == 0 ? query.draw().state() : query.row(0).state();
  }

  @Override
  public INDArray logits(INDArray images, Query query) {
    meter.admit(query, images.size(0), 1);
    long start = System.nanoTime();
    INDArray logits = network.logits(images, seed(query));
    meter.count(images.size(0), 0, start);
    return logits;
  }

  @Override
  public LossGradient lossGradient(INDArray images, Query query, Loss loss) {
    meter.admit(query, images.size(0), 2);
    long start = System.nanoTime();
    LossGradient result = network.lossGradient(images, loss, seed(query));
    meter.count(images.size(0), images.size(0), start);
    return result;
  }

  @Override
  public int[] decisions(INDArray images, Query query) {
    if (!network.decidesOnly()) {
      return Decisions.of(logits(images, query));
    }
    meter.admit(query, images.size(0), 1);
    long start = System.nanoTime();
    int[] decisions = network.decisions(images, seed(query));
    meter.count(images.size(0), 0, start);
    return decisions;
  }
}

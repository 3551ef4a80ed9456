package org.robustgrid.cli.planted;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.network.Query;

/** Divides the logits by a temperature, and decides as the network does. */
record Tempered(Classifier network, double temperature) implements Forwarding {

  @Override
  public INDArray logits(INDArray images, Query query) {
    return network.logits(images, query).div(temperature);
  }

  @Override
  public LossGradient lossGradient(INDArray images, Query query, Loss loss) {
    LossGradient inner =
        network.lossGradient(
            images,
            query,
            (row, logits, gradient) -> {
              double[] tempered = Arrays.stream(logits).map(z -> z / temperature).toArray();
              double value = loss.evaluate(row, tempered, gradient);
              Arrays.setAll(gradient, c -> gradient[c] / temperature);
              return value;
            });
    return new LossGradient(inner.losses(), inner.logits().div(temperature), inner.gradient());
  }
}

package org.robustgrid.cli.planted;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.Decisions;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.network.Query;
import org.robustgrid.spi.random.RandomStream;

/** Adds noise to the image where it decides, and none where it gives logits and gradients. */
record NoisyDecisions(Classifier network, double sigma) implements Forwarding {

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
    Pixels noise =
        (row, image, side) -> {
          RandomStream stream = query.row(row).stream();
          for (int i = 0; i < image.length; i++) {
            image[i] += sigma * stream.nextGaussian();
          }
        };
    return Decisions.of(network.logits(noise.applyTo(images), query));
  }
}

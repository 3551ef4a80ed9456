package org.robustgrid.cli.planted;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.network.Query;
import org.robustgrid.spi.random.RandomStream;

/** Shrinks each image to a random size and puts it at a random place (Xie et al. 2018). */
record Resized(Classifier network) implements Forwarding {

  /** One more than the most pixels that a side is shrunk by. */
  private static final int MOST = 4;

  /** Where each pixel of the shrunk image comes from; −1 outside. */
  private static int[] sources(RandomStream stream, int side) {
    int shrunk = side - (int) (MOST * stream.nextDouble());
    int top = (int) ((side - shrunk + 1) * stream.nextDouble());
    int left = (int) ((side - shrunk + 1) * stream.nextDouble());
    int[] sources = new int[side * side];
    Arrays.fill(sources, -1);
    for (int y = 0; y < shrunk; y++) {
      for (int x = 0; x < shrunk; x++) {
        sources[(top + y) * side + left + x] = (y * side / shrunk) * side + x * side / shrunk;
      }
    }
    return sources;
  }

  @Override
  public boolean randomised() {
    return true;
  }

  private static INDArray resize(INDArray images, Query query) {
    Pixels resize =
        (row, image, side) -> {
          int[] sources = sources(query.row(row).stream(), side);
          double[] own = image.clone();
          Arrays.setAll(image, i -> sources[i] < 0 ? 0 : own[sources[i]]);
        };
    return resize.applyTo(images);
  }

  @Override
  public INDArray logits(INDArray images, Query query) {
    return network.logits(resize(images, query), query);
  }

  @Override
  public LossGradient lossGradient(INDArray images, Query query, Loss loss) {
    LossGradient inner = network.lossGradient(resize(images, query), query, loss);
    Pixels back =
        (row, gradient, side) -> {
          int[] sources = sources(query.row(row).stream(), side);
          double[] own = gradient.clone();
          Arrays.fill(gradient, 0);
          for (int i = 0; i < own.length; i++) {
            if (sources[i] >= 0) {
              gradient[sources[i]] += own[i];
            }
          }
        };
    return new LossGradient(inner.losses(), inner.logits(), back.applyTo(inner.gradient()));
  }
}

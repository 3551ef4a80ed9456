package org.robustgrid.defenses.smoothing;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Query;
import org.robustgrid.spi.random.RandomKey;

/** Draws of the base classifier on noisy copies, keyed by sample and draw. */
final class NoiseDraws {

  /** Noisy copies of one sample that are classified together. */
  private static final int BLOCK = 64;

  private final Classifier base;
  private final double sigma;
  private INDArray noisy;
  private double[] values = {};
  private double[] gaussian = {};

  NoiseDraws(Classifier base, double sigma) {
    this.base = base;
    this.sigma = sigma;
  }

  /** x + σ ν for each row, one draw; overwritten by the next call. */
  INDArray once(INDArray images, Query query) {
    allocate(images, Math.toIntExact(images.size(0)));
    HostArrays.read(images, values);
    int rows = query.samples().length;
    int length = values.length / Math.max(1, rows);
    for (int row = 0; row < rows; row++) {
      addNoise(query.row(row).with("smoothing"), row * length, length);
    }
    HostArrays.write(values, noisy);
    return noisy;
  }

  /**
   * Logits of further draws of one sample.
   *
   * @param images [1, …input shape]
   * @param sample keys the noise
   * @param from number of the first draw
   * @param draws how many, at most {@link #block()}
   * @return [draws × classes], C order
   */
  double[] logits(INDArray images, long sample, RandomKey key, int from, int draws) {
    double[] image = HostArrays.read(images);
    allocate(images, draws);
    for (int draw = 0; draw < draws; draw++) {
      System.arraycopy(image, 0, values, draw * image.length, image.length);
      addNoise(key.with(sample).with(from + draw), draw * image.length, image.length);
    }
    HostArrays.write(values, noisy);
    long[] samples = new long[draws];
    Arrays.fill(samples, sample);
    return HostArrays.read(base.logits(noisy, new Query(samples, key.with(from))));
  }

  static int block() {
    return BLOCK;
  }

  private void addNoise(RandomKey key, int offset, int length) {
    if (gaussian.length < length) {
      gaussian = new double[length];
    }
    key.stream().fillGaussian(gaussian, 0, length);
    for (int p = 0; p < length; p++) {
      values[offset + p] += sigma * gaussian[p];
    }
  }

  private void allocate(INDArray images, int rows) {
    // the array's own: shared by every array of this shape
    long[] shape = images.shape().clone();
    shape[0] = rows;
    if (noisy == null || !Arrays.equals(noisy.shape(), shape)) {
      noisy = Nd4j.createUninitialized(images.dataType(), shape, 'c');
      values = new double[Math.toIntExact(noisy.length())];
    }
  }
}

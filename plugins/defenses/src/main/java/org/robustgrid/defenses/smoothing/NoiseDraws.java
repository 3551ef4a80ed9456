package org.robustgrid.defenses.smoothing;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Query;
import org.robustgrid.spi.random.RandomKey;

/**
 * Evaluates the base classifier on noisy copies of images. The noise is keyed by sample and draw.
 */
final class NoiseDraws {

  /** Number of noisy copies of one sample in a batch. */
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

  /** Returns x + σ ν with one draw ν ~ N(0, I) for each row. The next call overwrites it. */
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
   * Returns the logits of consecutive draws of one sample.
   *
   * @param images [1, …input shape]
   * @param sample keys the noise
   * @param from number of the first draw
   * @param draws number of draws, at most {@link #block()}
   * @return logits, [draws × classes] in C order
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

  /** The largest number of draws in a call of {@link #logits}. */
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
    // a copy, since all arrays of this shape share their shape array
    long[] shape = images.shape().clone();
    shape[0] = rows;
    if (noisy == null || !Arrays.equals(noisy.shape(), shape)) {
      noisy = Nd4j.createUninitialized(images.dataType(), shape, 'c');
      values = new double[Math.toIntExact(noisy.length())];
    }
  }
}

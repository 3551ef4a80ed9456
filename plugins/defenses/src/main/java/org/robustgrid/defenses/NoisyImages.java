package org.robustgrid.defenses;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.defense.TrainingBatch;
import org.robustgrid.spi.random.RandomStream;

/**
 * Adds Gaussian noise to minibatches. The noise is keyed by sample and step; the buffer is reused.
 */
public final class NoisyImages {

  private final double sigma;
  private double[] values = {};
  private INDArray noisy;

  public NoisyImages(double sigma) {
    this.sigma = sigma;
  }

  /** Returns x + σ ν with ν ~ N(0, I), not clipped to the domain. The next call overwrites it. */
  public INDArray of(TrainingBatch batch) {
    return of(batch.images(), batch);
  }

  /**
   * Adds the same noise to images that were made from the minibatch, row by row. The next call
   * overwrites the result.
   */
  public INDArray of(INDArray images, TrainingBatch batch) {
    int size = Math.toIntExact(images.length());
    if (noisy == null || !Arrays.equals(noisy.shape(), images.shape())) {
      noisy = Nd4j.createUninitialized(images.dataType(), images.shape(), 'c');
      values = new double[size];
    }
    HostArrays.read(images, values);
    int length = size / batch.rows();
    for (int row = 0; row < batch.rows(); row++) {
      RandomStream random = batch.random().with("noise").with(batch.indices()[row]).stream();
      for (int i = row * length; i < (row + 1) * length; i++) {
        values[i] += sigma * random.nextGaussian();
      }
    }
    HostArrays.write(values, noisy);
    return noisy;
  }
}

package org.robustgrid.defenses;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.defense.TrainingBatch;
import org.robustgrid.spi.random.RandomStream;

/** A minibatch with Gaussian noise, keyed by sample and step, in a buffer that is kept. */
public final class NoisyImages {

  private final double sigma;
  private double[] values = {};
  private INDArray noisy;

  public NoisyImages(double sigma) {
    this.sigma = sigma;
  }

  /** x + σ ν, not clipped; overwritten by the next call. */
  public INDArray of(TrainingBatch batch) {
    return of(batch.images(), batch);
  }

  /** The same noise on images made from the minibatch, row by row; overwritten by the next call. */
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

package org.robustgrid.numerics.energy;

import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;

/**
 * The standard normal noise of Langevin dynamics.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface LangevinNoise {

  /**
   * Fills in a step's noise.
   *
   * @param step counted from 0
   * @param noise receives standard normal numbers, one for each coordinate of the batch
   */
  void draw(int step, double[] noise);

  /**
   * Noise keyed by step and sample, the same in any batch.
   *
   * @param samples each row's key
   */
  static LangevinNoise keyed(RandomKey random, long[] samples) {
    return (step, noise) -> {
      int length = noise.length / Math.max(1, samples.length);
      for (int row = 0; row < samples.length; row++) {
        RandomStream stream = random.with(step).with(samples[row]).stream();
        for (int i = row * length; i < (row + 1) * length; i++) {
          noise[i] = stream.nextGaussian();
        }
      }
    };
  }
}

package org.robustgrid.defenses.energy;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;

/**
 * Keeps samples of the model between training steps, so that Langevin chains continue where they
 * stopped (Du and Mordatch 2019; Grathwohl et al. 2020). A chain starts again from uniform noise
 * with a given probability.
 */
final class ReplayBuffer {

  private static final long LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  private final float[] samples;
  private final int capacity;
  private final int length;
  private final Domain domain;

  /**
   * Fills a buffer with uniform noise.
   *
   * @param capacity number of samples kept
   * @param length numbers per sample
   * @throws DataException if the domain has no bounds, or if the buffer would take more than a
   *     quarter of the memory: a checkpoint holds it twice, and the network needs memory too
   */
  ReplayBuffer(int capacity, int length, Domain domain, RandomKey random) {
    LangevinParameters.requireBounds(domain);
    long bytes = (long) capacity * length * Float.BYTES;
    long most = Runtime.getRuntime().maxMemory() / 4;
    if (bytes > most || (long) capacity * length > LARGEST_ARRAY) {
      throw new DataException(
          "a replay buffer of "
              + capacity
              + " samples takes "
              + (bytes >> 20)
              + " MiB, more than a quarter of the worker's memory ("
              + (4 * most >> 20)
              + " MiB) or than an array can hold; lower 'buffer-size' or give the worker more memory");
    }
    this.capacity = capacity;
    this.length = length;
    this.domain = domain;
    this.samples = new float[capacity * length];
    for (int slot = 0; slot < capacity; slot++) {
      RandomStream stream = random.with("replay-buffer").with(slot).stream();
      for (int p = slot * length; p < (slot + 1) * length; p++) {
        samples[p] = (float) stream.nextDouble(domain.low(), domain.high());
      }
    }
  }

  /**
   * Draws the start points of chains.
   *
   * @param keys random keys, one for each chain
   * @param reinitialisation probability of a uniform start instead of a kept sample
   * @param points receives the start points, [chains × length] in C order
   * @return the slot of each chain, for {@link #keep}
   */
  int[] draw(RandomKey[] keys, double reinitialisation, double[] points) {
    int[] slots = new int[keys.length];
    for (int i = 0; i < keys.length; i++) {
      RandomStream stream = keys[i].stream();
      slots[i] = stream.nextInt(capacity);
      boolean anew = stream.nextDouble() < reinitialisation;
      for (int p = 0; p < length; p++) {
        points[i * length + p] =
            anew ? stream.nextDouble(domain.low(), domain.high()) : samples[slots[i] * length + p];
      }
    }
    return slots;
  }

  /**
   * Stores the end points of the chains in their slots. If two chains share a slot, the later one
   * stays.
   */
  void keep(int[] slots, double[] points) {
    for (int i = 0; i < slots.length; i++) {
      for (int p = 0; p < length; p++) {
        samples[slots[i] * length + p] = (float) points[i * length + p];
      }
    }
  }

  /** The buffer's content, [capacity, length], for a checkpoint. */
  INDArray state() {
    return Nd4j.createFromArray(samples).reshape(capacity, length);
  }

  void restore(INDArray state) {
    if (state.length() != samples.length) {
      throw new DataException(
          "the checkpoint's replay buffer holds "
              + state.length()
              + " numbers, expected "
              + samples.length
              + "; delete the checkpoint to start over");
    }
    float[] values = state.reshape(state.length()).toFloatVector();
    System.arraycopy(values, 0, samples, 0, samples.length);
  }
}

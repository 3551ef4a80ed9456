package org.robustgrid.defenses.energy;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.RandomKey;
import org.robustgrid.spi.RandomStream;

/**
 * Samples of the model kept from step to step, so that Langevin chains go on where they stopped (Du
 * and Mordatch 2019; Grathwohl et al. 2020). A chain starts anew with a stated probability.
 */
final class ReplayBuffer {

  private final float[] samples;
  private final int capacity;
  private final int length;
  private final Domain domain;

  /**
   * Fills a buffer with uniform noise.
   *
   * @param capacity number of samples kept
   * @param length numbers per sample
   * @throws IllegalArgumentException when the domain has no bounds to draw from, or the buffer
   *     would take more than half of the memory
   */
  ReplayBuffer(int capacity, int length, Domain domain, RandomKey random) {
    if (Double.isInfinite(domain.low()) || Double.isInfinite(domain.high())) {
      throw new IllegalArgumentException(
          "Langevin chains start uniformly in the data's domain, but this data set has no bounds");
    }
    long bytes = (long) capacity * length * Float.BYTES;
    long most = Runtime.getRuntime().maxMemory() / 2;
    if (bytes > most) {
      throw new IllegalArgumentException(
          "a replay buffer of "
              + capacity
              + " samples takes "
              + (bytes >> 20)
              + " MiB, more than half of the worker's memory ("
              + (2 * most >> 20)
              + " MiB); lower 'buffer-size' or give the worker more memory");
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
   * Draws where chains start.
   *
   * @param keys one for each chain
   * @param reinitialisation probability of a uniform start instead of a kept sample
   * @param points receives the starts, one after the other
   * @return the slot of each chain, to be given to {@link #keep}
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

  /** Puts the chains' ends into their slots; where two share one, the later stays. */
  void keep(int[] slots, double[] points) {
    for (int i = 0; i < slots.length; i++) {
      for (int p = 0; p < length; p++) {
        samples[slots[i] * length + p] = (float) points[i * length + p];
      }
    }
  }

  /** The buffer's content, [capacity, length], for a checkpoint. */
  INDArray state() {
    INDArray state = Nd4j.createUninitialized(DataType.FLOAT, new long[] {capacity, length}, 'c');
    double[] values = new double[samples.length];
    Arrays.setAll(values, i -> samples[i]);
    HostArrays.write(values, state);
    return state;
  }

  void restore(INDArray state) {
    double[] values = HostArrays.read(state);
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) values[i];
    }
  }
}

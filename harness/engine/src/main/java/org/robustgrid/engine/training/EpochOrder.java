package org.robustgrid.engine.training;

import java.util.Arrays;
import org.robustgrid.spi.random.RandomKey;

/**
 * The minibatches of an epoch: a keyed permutation of the samples, cut into batches.
 *
 * <p>A last, smaller batch is kept; one of a single row is left out (unless it is the only one),
 * because batch statistics of one sample say nothing. The permutation leaves out another sample
 * every epoch.
 */
final class EpochOrder {

  private final int samples;
  private final int batchSize;
  private final RandomKey random;

  EpochOrder(int samples, int batchSize, RandomKey random) {
    if (samples < 1) {
      throw new IllegalArgumentException("there are no samples to train on");
    }
    this.samples = samples;
    this.batchSize = batchSize;
    this.random = random;
  }

  /** Minibatches of an epoch. */
  int batches() {
    int whole = samples / batchSize;
    int rest = samples % batchSize;
    boolean kept = rest > 1 || (rest == 1 && whole == 0);
    return whole + (kept ? 1 : 0);
  }

  /** The minibatches of one epoch: positions in the training view. */
  int[][] of(int epoch) {
    int[] order = random.with(epoch).stream().permutation(samples);
    int[][] batches = new int[batches()][];
    for (int i = 0; i < batches.length; i++) {
      int from = i * batchSize;
      batches[i] = Arrays.copyOfRange(order, from, Math.min(samples, from + batchSize));
    }
    return batches;
  }
}

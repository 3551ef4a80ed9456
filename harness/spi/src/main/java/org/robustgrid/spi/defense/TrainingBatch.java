package org.robustgrid.spi.defense;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.spi.random.RandomKey;

/**
 * A minibatch, after augmentation. Arrays are overwritten by the next batch.
 *
 * @param images [rows, …input shape], in the network's precision
 * @param labels length = rows
 * @param indices each row's position in the training view
 * @param auxiliary [rows, planes, …input shape], augmented as its image; empty array if no planes
 * @param epoch counted from 0
 * @param step counted from 0 within the epoch, replays included
 * @param replay counted from 0
 * @param random the step's randomness; derive a key per row from {@code indices}
 * @param labelSmoothing {@link TrainingSettings#labelSmoothing()}; an objective with a
 *     cross-entropy on labels applies it there, its inner attacks do not
 * @since 0.1
 */
public record TrainingBatch(
    INDArray images,
    int[] labels,
    int[] indices,
    INDArray auxiliary,
    int epoch,
    int step,
    int replay,
    RandomKey random,
    double labelSmoothing) {

  /** A minibatch without label smoothing. */
  public TrainingBatch(
      INDArray images,
      int[] labels,
      int[] indices,
      INDArray auxiliary,
      int epoch,
      int step,
      int replay,
      RandomKey random) {
    this(images, labels, indices, auxiliary, epoch, step, replay, random, 0);
  }

  public int rows() {
    return indices.length;
  }
}

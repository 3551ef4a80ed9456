package org.robustgrid.defenses.alignment;

import java.util.Arrays;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.defense.TrainingBatch;
import org.robustgrid.spi.random.RandomKey;

/**
 * The classes whose gradients are aligned: all, or a random subset drawn again for each image and
 * step (Ganz et al. 2023, section 5.2: 10 of 100 on CIFAR-100).
 *
 * @param classes number of classes
 * @param size number of classes aligned for each image in each step, 1 to {@code classes}
 */
record ClassSubset(int classes, int size) {

  ClassSubset {
    if (size < 1 || size > classes) {
      throw new DataException(
          "'classes-per-step' must be between 1 and " + classes + ", but is " + size);
    }
  }

  /**
   * Returns the classes aligned for an image, in ascending order.
   *
   * @param step the step's randomness; the same key gives the same classes
   * @param image position in the training view
   */
  int[] of(RandomKey step, int image) {
    int[] order = step.with("aligned-classes").with(image).stream().permutation(classes);
    int[] chosen = Arrays.copyOf(order, size);
    Arrays.sort(chosen);
    return chosen;
  }

  /** Returns the classes aligned for each image of a minibatch, in the order of its rows. */
  int[][] of(TrainingBatch batch) {
    int[][] chosen = new int[batch.rows()][];
    for (int row = 0; row < chosen.length; row++) {
      chosen[row] = of(batch.random(), batch.indices()[row]);
    }
    return chosen;
  }
}

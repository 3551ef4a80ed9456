package org.robustgrid.defenses.alignment;

import java.util.Arrays;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.random.RandomKey;

/**
 * The classes whose gradients are aligned in a step: all, or a random subset drawn anew for each
 * step (Ganz et al. 2023, section 5.2: 10 of 100 on CIFAR-100).
 *
 * @param classes number of classes
 * @param size classes per step, 1 to {@code classes}
 */
record ClassSubset(int classes, int size) {

  ClassSubset {
    if (size < 1 || size > classes) {
      throw new DataException(
          "'classes-per-step' must lie in 1 to " + classes + ", but is " + size);
    }
  }

  /**
   * The step's classes in ascending order.
   *
   * @param step the step's randomness; the same key gives the same classes
   */
  int[] of(RandomKey step) {
    int[] order = step.with("aligned-classes").stream().permutation(classes);
    int[] chosen = Arrays.copyOf(order, size);
    Arrays.sort(chosen);
    return chosen;
  }
}

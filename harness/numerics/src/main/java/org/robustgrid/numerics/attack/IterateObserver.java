package org.robustgrid.numerics.attack;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Watches an attack's iterates.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface IterateObserver {

  /** Ignores all iterates. */
  IterateObserver NONE = (step, iterate) -> {};

  /**
   * Called on the attack's thread after each step; may throw to stop the attack.
   *
   * @param step counted from 1; 0 is the start
   * @param iterate the whole batch, overwritten by the next step
   */
  void iterate(int step, INDArray iterate);
}

package org.robustgrid.run.worker;

import org.robustgrid.spi.attack.Goal;

/**
 * The harness's decisions about a batch.
 *
 * @param predictions by row
 * @param right by row: the prediction, or for a randomised classifier the majority of draws, is the
 *     class asked about (the label, or a target), and the logits are finite
 * @param finite by row: whether the logits are
 * @param agreement by row: share of draws that predict that class; empty unless randomised
 */
record Judgement(int[] predictions, boolean[] right, boolean[] finite, double[] agreement) {

  /**
   * Whether an attack broke a row: it is no longer classified correctly, or the target is reached,
   * or the logits are not finite.
   *
   * @param goal of the attack; a targeted one's rows are asked about by their targets
   */
  boolean broken(int row, Goal.Kind goal) {
    return goal == Goal.Kind.TARGETED ? right[row] || !finite[row] : !right[row];
  }
}

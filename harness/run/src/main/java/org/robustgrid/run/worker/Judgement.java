package org.robustgrid.run.worker;

/**
 * What the harness decides about a batch.
 *
 * @param predictions by row
 * @param right by row: the prediction, or for a randomised classifier the majority of draws, is the
 *     label, and the logits are finite
 * @param finite by row: whether the logits are
 * @param agreement by row: share of draws that predict the label; empty unless randomised
 */
record Judgement(int[] predictions, boolean[] right, boolean[] finite, double[] agreement) {}

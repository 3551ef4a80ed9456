package org.robustgrid.spi.network;

/**
 * The treatment of batch norm and dropout in a pass.
 *
 * @since 0.1
 */
public enum Mode {
  /** Batch norm by running statistics; no dropout. */
  INFERENCE,
  /** Batch norm by the batch's own statistics, running statistics updated; dropout active. */
  TRAINING,
  /**
   * Batch norm by the batch's own statistics, running statistics untouched; dropout inactive. The
   * batch is one function of all its samples.
   */
  BATCH_STATISTICS
}

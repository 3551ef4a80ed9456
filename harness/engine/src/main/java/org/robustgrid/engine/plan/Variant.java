package org.robustgrid.engine.plan;

import org.robustgrid.spi.network.Mode;

/** The ways one graph is compiled. */
public enum Variant {
  /** Running statistics, folded into the layer before; what can run in place does. */
  INFERENCE,
  /** Running statistics; every layer keeps an output of its own, so that it can be looked at. */
  OBSERVED,
  /** Batch statistics, running ones untouched, no dropout. */
  BATCH_STATISTICS,
  /** Batch statistics, running ones updated, dropout. */
  TRAINING;

  public static Variant of(Mode mode) {
    return switch (mode) {
      case INFERENCE -> INFERENCE;
      case TRAINING -> TRAINING;
      case BATCH_STATISTICS -> BATCH_STATISTICS;
    };
  }

  boolean batchStatistics() {
    return this == BATCH_STATISTICS || this == TRAINING;
  }

  boolean folds() {
    return this == INFERENCE;
  }

  boolean fuses() {
    return this != OBSERVED;
  }
}

package org.robustgrid.run.worker;

import org.robustgrid.spi.network.Query;

/** Counts the passes of one cell, in samples, and the time they take; may limit them. */
public final class PassMeter {

  private long forward;
  private long backward;
  private long nanos;
  private PassBudget budget;

  /** Begins anew, without a limit. */
  void reset() {
    forward = 0;
    backward = 0;
    nanos = 0;
    budget = null;
  }

  /** Has the passes to come charged to a budget, until the next reset. */
  void limit(PassBudget value) {
    budget = value;
  }

  /**
   * Asks leave for passes about to be made.
   *
   * @param query names the rows
   * @param rows how many there are
   * @param passes of each row
   * @throws org.robustgrid.spi.StoppedException where the budget does not hold them
   */
  void admit(Query query, long rows, int passes) {
    if (budget != null) {
      budget.charge(query.samples(), rows, passes);
    }
  }

  void count(long forwardSamples, long backwardSamples, long startedAt) {
    forward += forwardSamples;
    backward += backwardSamples;
    nanos += System.nanoTime() - startedAt;
  }

  long forward() {
    return forward;
  }

  long backward() {
    return backward;
  }

  double seconds() {
    return nanos / 1e9;
  }
}

package org.robustgrid.run.worker;

import org.robustgrid.spi.network.Query;

/** Counts the passes of one cell, in samples, and the time they take; may limit them. */
public final class PassMeter {

  private long forward;
  private long backward;
  private long nanos;
  private PassBudget budget;

  /** Resets the meter, without a limit. */
  void reset() {
    forward = 0;
    backward = 0;
    nanos = 0;
    budget = null;
  }

  /** Charges the following passes to a budget, until the next reset. */
  void limit(PassBudget value) {
    budget = value;
  }

  /**
   * Requests permission for the next passes.
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

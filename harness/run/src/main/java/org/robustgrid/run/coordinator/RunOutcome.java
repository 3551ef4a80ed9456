package org.robustgrid.run.coordinator;

import java.util.List;

/**
 * The outcome of a run.
 *
 * @param computed cells computed now
 * @param reused cells found in the folder
 * @param failures of this run, in words
 * @param failedChecks how many of them are checks of evaluations, which leave every result there
 * @param seconds wall-clock time
 * @param workers processes used
 */
public record RunOutcome(
    int computed,
    int reused,
    List<String> failures,
    int failedChecks,
    double seconds,
    int workers) {

  /** Whether every cell of the run (or its shard) has a result. */
  public boolean complete() {
    return failures.isEmpty();
  }

  /** Whether every result is there, though checks of evaluations may be missing. */
  public boolean resultsComplete() {
    return failures.size() == failedChecks;
  }
}

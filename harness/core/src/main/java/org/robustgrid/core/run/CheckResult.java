package org.robustgrid.core.run;

import java.util.List;

/**
 * What a model's checks under a norm found.
 *
 * @param key the cell's key
 * @param evidence check by check
 * @param forward forward passes, in samples
 * @param backward backward passes, likewise
 * @param seconds wall-clock time of the cell
 * @param modelSeconds the part of it spent in the model
 */
public record CheckResult(
    String key,
    List<CheckEvidence> evidence,
    long forward,
    long backward,
    double seconds,
    double modelSeconds) {

  public CheckResult {
    evidence = List.copyOf(evidence);
  }
}

package org.robustgrid.run.cell;

import java.util.List;
import org.robustgrid.leaderboard.CheckEvidence;

/**
 * What a model's checks under a norm found.
 *
 * @param key the cell's key
 * @param evidence check by check
 * @param forward forward passes, in samples
 * @param backward backward passes, likewise
 * @param seconds wall-clock time of the cell
 * @param modelSeconds the part of it spent in the model
 * @param microBatch samples that the network computed at once, where memory held fewer than the
 *     profile says; else null
 */
public record CheckResult(
    String key,
    List<CheckEvidence> evidence,
    long forward,
    long backward,
    double seconds,
    double modelSeconds,
    Integer microBatch)
    implements CellResult {

  public CheckResult {
    evidence = List.copyOf(evidence);
  }

  /** Checks computed as the profile says. */
  public CheckResult(
      String key,
      List<CheckEvidence> evidence,
      long forward,
      long backward,
      double seconds,
      double modelSeconds) {
    this(key, evidence, forward, backward, seconds, modelSeconds, null);
  }
}

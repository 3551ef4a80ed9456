package org.robustgrid.leaderboard;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;

/**
 * Checks of an evaluation; what they mean is among the row's flags.
 *
 * @param key content key of all of them together; null if each has its own
 * @param status {@link State#COMPLETE}, or {@link State#MISSING} while all of them are to be made;
 *     what some could not be made for is among the evidence
 * @param message what to do, else null
 * @param evidence as far as it concerns the board
 * @param keys content key of each check, by its id; null if they have one together
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Checks(
    String key,
    State status,
    String message,
    List<CheckEvidence> evidence,
    Map<String, String> keys) {

  /** Checks whose keys are of no account. */
  public Checks(String key, State status, String message, List<CheckEvidence> evidence) {
    this(key, status, message, evidence, null);
  }
}

package org.robustgrid.run.cell;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.robustgrid.leaderboard.CheckEvidence;
import org.robustgrid.run.plan.PlannedThreatModel;

/**
 * Evidence with the board that it concerns.
 *
 * @param board its threat model in words; null for every board that the analysis is about
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BoardEvidence(String board, CheckEvidence evidence) {

  /** Whether it concerns the board of a threat model. */
  public boolean concerns(PlannedThreatModel other) {
    return board == null || board.equals(other.toString());
  }
}

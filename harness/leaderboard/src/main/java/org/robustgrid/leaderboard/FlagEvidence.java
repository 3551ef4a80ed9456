package org.robustgrid.leaderboard;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What a check stands on.
 *
 * @param asked how many samples, or images, were looked at
 * @param samples indices among the test samples of those that speak against the evaluation
 * @param p the probability of at least this many if the evaluation is sound, by Holm's correction
 *     over all that the row is tested for; 0 if a single one is enough
 * @param figuresHold true if the row's figures are what they say all the same; null if they are
 *     upper bounds
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FlagEvidence(int asked, List<Integer> samples, double p, Boolean figuresHold) {

  public FlagEvidence {
    samples = List.copyOf(samples);
  }

  /** Evidence that attacks failed. */
  public FlagEvidence(int asked, List<Integer> samples, double p) {
    this(asked, samples, p, null);
  }
}

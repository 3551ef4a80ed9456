package org.robustgrid.leaderboard;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What a check found in a model's answers, before anybody judges whether that is too much.
 *
 * @param check its id
 * @param subject what was tried: an attack's label, or what the answers were looked at for
 * @param epsilon of the attack; null without one
 * @param asked how many samples the question was put to
 * @param samples those whose answer is suspicious, ascending
 * @param notRun why it could not be asked; null where it was
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CheckEvidence(
    String check, String subject, Double epsilon, int asked, List<Integer> samples, String notRun) {

  public CheckEvidence {
    samples = List.copyOf(samples);
  }

  /** A check that could not be made. */
  public static CheckEvidence notRun(String check, String subject, String why) {
    return new CheckEvidence(check, subject, null, 0, List.of(), why);
  }
}

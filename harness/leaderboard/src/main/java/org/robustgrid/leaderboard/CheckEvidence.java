package org.robustgrid.leaderboard;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * The suspicious samples that a check found, and how many a sound evaluation would show: by {@code
 * tolerated} with the exact binomial test, by {@code against} with McNemar's, by both with the less
 * clear of them. Without either it is recorded and not judged.
 *
 * @param check its id
 * @param subject what was tried: an attack's label, or what the answers were looked at for
 * @param epsilon of the attack; null without one
 * @param asked how many samples the question was put to
 * @param samples those whose answer is suspicious, ascending
 * @param notRun why it could not be asked; null if it was
 * @param attack label of the attack that it is about; null for the evaluation as a whole
 * @param excused samples among them that have a harmless reason, and are not counted; null for none
 * @param trials how many samples could be suspicious; null for all that were asked
 * @param tolerated the share that a sound evaluation may show; 0 if one sample is enough
 * @param against how many samples say the opposite
 * @param figuresHold true if it does not say that attacks failed, else null
 * @param clearestOnly true if of all evidence of the check about one attack the clearest alone
 *     becomes a flag, else null
 * @param message what it means; null if it is no sign of anything
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CheckEvidence(
    String check,
    String subject,
    Double epsilon,
    int asked,
    List<Integer> samples,
    String notRun,
    String attack,
    List<Integer> excused,
    Integer trials,
    Double tolerated,
    Integer against,
    Boolean figuresHold,
    Boolean clearestOnly,
    String message) {

  public CheckEvidence {
    samples = List.copyOf(samples);
    excused = excused == null || excused.isEmpty() ? null : List.copyOf(excused);
  }

  /** Evidence that is not judged. */
  public CheckEvidence(
      String check,
      String subject,
      Double epsilon,
      int asked,
      List<Integer> samples,
      String notRun) {
    this(
        check, subject, epsilon, asked, samples, notRun, null, null, null, null, null, null, null,
        null);
  }

  /** A check that could not be made. */
  public static CheckEvidence notRun(String check, String subject, String why) {
    return new CheckEvidence(check, subject, null, 0, List.of(), why);
  }

  /** The same as it is shown: without words that no flag will need. */
  public CheckEvidence withoutMessage() {
    return new CheckEvidence(
        check,
        subject,
        epsilon,
        asked,
        samples,
        notRun,
        attack,
        excused,
        trials,
        tolerated,
        against,
        figuresHold,
        clearestOnly,
        null);
  }
}

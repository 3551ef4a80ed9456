package org.robustgrid.core.leaderboard;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.robustgrid.core.leaderboard.Leaderboard.Flag;
import org.robustgrid.core.leaderboard.Leaderboard.SeedResult;
import org.robustgrid.core.plan.Check;
import org.robustgrid.core.run.CheckEvidence;
import org.robustgrid.core.statistics.Excess;

/** Says in words what a model's own answers tell about its evaluation. */
final class EvidenceSigns {

  /** The flag of checks that could not be made. */
  static final String NOT_RUN = "check-not-run";

  /** The share of suspicious samples that means nothing. */
  private static final double TOLERATED = 0.01;

  /** Images on a decision boundary are pushed back by rounding whatever the defense. */
  private static final double TOLERATED_ROUNDING = 0.1;

  private EvidenceSigns() {}

  /** What was asked of a seed's model. */
  static List<Sign> of(SeedResult seed, String who) {
    List<Sign> signs = new ArrayList<>();
    for (CheckEvidence evidence : seed.evidence()) {
      sign(evidence, who).ifPresent(signs::add);
    }
    return signs;
  }

  /** What could not be asked. */
  static List<Flag> notRun(SeedResult seed, String who) {
    List<Flag> flags = new ArrayList<>();
    if (seed.checks() == null) {
      return flags;
    }
    if (!seed.checks().status().equals("complete")) {
      flags.add(new Flag(NOT_RUN, "", who + "no check was made: " + seed.checks().message()));
    }
    for (CheckEvidence evidence : seed.checks().evidence()) {
      if (evidence.notRun() != null) {
        flags.add(new Flag(NOT_RUN, "", who + evidence.check() + ": " + evidence.notRun()));
      }
    }
    return flags;
  }

  private static Optional<Sign> sign(CheckEvidence evidence, String who) {
    Check check = Check.of(evidence.check()).orElseThrow();
    String count = evidence.samples().size() + " of " + evidence.asked();
    return switch (check) {
      case SURVIVES_ANY_EPSILON ->
          excess(
              check,
              evidence,
              TOLERATED,
              who
                  + count
                  + " samples survive "
                  + evidence.subject()
                  + " at epsilon "
                  + BigDecimal.valueOf(evidence.epsilon())
                      .round(new MathContext(4))
                      .stripTrailingZeros()
                      .toPlainString()
                  + ", where no image is left that must keep its class. Attacks fail here for"
                  + " reasons of their own, and so they may on this board");
      case ZERO_GRADIENT ->
          excess(
              check,
              evidence,
              TOLERATED,
              who
                  + "the loss gradient at the clean image is "
                  + (evidence.subject().equals("zero") ? "exactly zero" : evidence.subject())
                  + " on "
                  + count
                  + " samples. Attacks with gradients are blind there");
      case SOFTMAX_OUTPUT ->
          excess(
              check,
              evidence,
              TOLERATED,
              who
                  + "the logits of "
                  + count
                  + " samples are never negative and always have the same sum. They are"
                  + " probabilities: a loss that takes their softmax again has hardly a gradient");
      case UNAVERAGED_RANDOMNESS ->
          Optional.of(certain(check, evidence, who + randomness(evidence.subject(), count)));
      case LOST_IN_ROUNDING ->
          excess(
              check,
              evidence,
              TOLERATED_ROUNDING,
              who
                  + count
                  + " adversarial images that were asked about again no longer fool the model once"
                  + " rounded to 8 bits. Stored as pictures, they would not count");
      // compared with the attacks of the board
      default -> Optional.empty();
    };
  }

  private static String randomness(String subject, String count) {
    return switch (subject) {
      case "undeclared" ->
          "asked again, the model answers otherwise on "
              + count
              + " samples, and does not declare that it is randomised. Attacks see one draw and are"
              + " judged by another";
      case "one draw" ->
          "the model is randomised and attacks see a single draw (draws: 1), although two draws"
              + " differ on "
              + count
              + " samples. Give attacks an expectation over more";
      default ->
          "asked under the same key, the randomised model answers otherwise on "
              + count
              + " samples. It draws from elsewhere: no figure of it can be repeated";
    };
  }

  private static Optional<Sign> excess(
      Check check, CheckEvidence evidence, double tolerated, String message) {
    // rounding is about a column; the other checks are about the row
    String attack = check == Check.LOST_IN_ROUNDING ? evidence.subject() : "";
    int found = evidence.samples().size();
    double p = Excess.p(found, evidence.asked(), tolerated);
    return Optional.of(new Sign(check, attack, message, evidence.asked(), evidence.samples(), p));
  }

  /** What a sound evaluation never shows. */
  private static Sign certain(Check check, CheckEvidence evidence, String message) {
    double p = evidence.samples().isEmpty() ? 1 : 0;
    return new Sign(check, "", message, evidence.asked(), evidence.samples(), p);
  }
}

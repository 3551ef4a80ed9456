package org.robustgrid.core.leaderboard;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.robustgrid.core.leaderboard.Leaderboard.Flag;
import org.robustgrid.core.leaderboard.Leaderboard.SeedResult;
import org.robustgrid.core.plan.Check;
import org.robustgrid.core.run.CheckEvidence;
import org.robustgrid.core.statistics.Excess;

/** Says in words what a model's own answers tell about its evaluation. */
final class EvidenceFlags {

  /** The flag of checks that could not be made. */
  static final String NOT_RUN = "check-not-run";

  /** The share of suspicious samples that means nothing. */
  private static final double TOLERATED = 0.01;

  /** Images on a decision boundary are pushed back by rounding whatever the defense. */
  private static final double TOLERATED_ROUNDING = 0.05;

  private EvidenceFlags() {}

  static List<Flag> of(SeedResult seed, String who) {
    List<Flag> flags = new ArrayList<>();
    if (seed.checks() == null) {
      return flags;
    }
    if (seed.checks().status().equals("failed")) {
      flags.add(new Flag(NOT_RUN, "", who + "no check was made: " + seed.checks().message()));
    }
    for (CheckEvidence evidence : seed.checks().evidence()) {
      if (evidence.notRun() != null) {
        flags.add(new Flag(NOT_RUN, "", who + evidence.check() + ": " + evidence.notRun()));
      } else {
        message(evidence)
            .ifPresent(m -> flags.add(new Flag(evidence.check(), attack(evidence), who + m)));
      }
    }
    return flags;
  }

  /** Rounding is about a column; the other checks are about the row. */
  private static String attack(CheckEvidence evidence) {
    return evidence.check().equals(Check.LOST_IN_ROUNDING.id()) ? evidence.subject() : "";
  }

  private static Optional<String> message(CheckEvidence evidence) {
    Check check = Check.of(evidence.check()).orElseThrow();
    int found = evidence.samples().size();
    boolean any = found > 0;
    boolean beyond = Excess.beyond(found, Math.max(1, evidence.asked()), TOLERATED);
    String count = found + " of " + evidence.asked();
    return switch (check) {
      case SURVIVES_ANY_EPSILON ->
          when(
              beyond,
              String.format(
                  Locale.ROOT,
                  "%s samples survive %s at epsilon %s, where no image is left that must keep"
                      + " its class. Attacks fail here for reasons of their own, and so they may on"
                      + " this board",
                  count,
                  evidence.subject(),
                  BigDecimal.valueOf(evidence.epsilon())
                      .round(new MathContext(4))
                      .stripTrailingZeros()
                      .toPlainString()));
      case ZERO_GRADIENT ->
          when(
              beyond,
              "the loss gradient at the clean image is "
                  + (evidence.subject().equals("zero") ? "exactly zero" : evidence.subject())
                  + " on "
                  + count
                  + " samples. Attacks with gradients are blind there");
      case SOFTMAX_OUTPUT ->
          when(
              beyond,
              "the logits of "
                  + count
                  + " samples lie in [0, 1] and sum to 1. They are probabilities: a loss that takes"
                  + " their softmax again has hardly a gradient");
      case UNAVERAGED_RANDOMNESS -> randomness(evidence, any, count);
      case LOST_IN_ROUNDING ->
          when(
              Excess.beyond(found, Math.max(1, evidence.asked()), TOLERATED_ROUNDING),
              count
                  + " adversarial images that were asked about again no longer fool the model once"
                  + " rounded to 8 bits. Stored as pictures, they would not count");
      // compared with the attacks of the board
      default -> Optional.empty();
    };
  }

  private static Optional<String> randomness(CheckEvidence evidence, boolean any, String count) {
    return switch (evidence.subject()) {
      case "undeclared" ->
          when(
              any,
              "asked again, the model answers otherwise on "
                  + count
                  + " samples, and does not declare that it is randomised. Attacks see one draw and"
                  + " are judged by another");
      case "one draw" ->
          when(
              true,
              "the model is randomised and attacks see a single draw (draws: 1; two draws differ on "
                  + count
                  + " samples). Give attacks an expectation over more");
      default ->
          when(
              any,
              "asked under the same key, the randomised model answers otherwise on "
                  + count
                  + " samples. It draws from elsewhere: no figure of it can be repeated");
    };
  }

  private static Optional<String> when(boolean suspicious, String message) {
    return suspicious ? Optional.of(message) : Optional.empty();
  }
}

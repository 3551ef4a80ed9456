package org.robustgrid.leaderboard;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.robustgrid.leaderboard.Leaderboard.Flag;
import org.robustgrid.leaderboard.Leaderboard.SeedResult;
import org.robustgrid.leaderboard.statistics.Excess;
import org.robustgrid.leaderboard.statistics.McNemar;

/** Says in words what a model's own answers tell about its evaluation. */
final class EvidenceSigns {

  /** The flag of checks that could not be made. */
  static final String NOT_RUN = "check-not-run";

  /** The share of suspicious samples that means nothing. */
  private static final double TOLERATED = 0.01;

  private static final String SATURATED = "saturated";

  /** What a boundary that bends back within the ball may do to an image that lies on it. */
  private static final double TOLERATED_ROUNDING = 0.1;

  private final SeedResult seed;
  private final String who;
  private final boolean seen;
  private final boolean constant;

  /**
   * Signs of a seed's evidence.
   *
   * @param who what messages begin with
   * @param seen whether an attack with gradients met no vanished gradient
   */
  EvidenceSigns(SeedResult seed, String who, boolean seen) {
    this.seed = seed;
    this.who = who;
    this.seen = seen;
    this.constant =
        seed.evidence().stream().anyMatch(e -> about(e, Check.CONSTANT_MODEL) && beyondDoubt(e));
  }

  /** What was asked of a seed's model. */
  List<Sign> signs() {
    List<Sign> signs = new ArrayList<>();
    for (CheckEvidence evidence : seed.evidence()) {
      Check check = Check.of(evidence.check()).orElseThrow();
      // of a model that decides nothing, gradients and survivors tell nothing further
      if (!constant || !check.presumesDecisions()) {
        sign(check, evidence).ifPresent(signs::add);
      }
    }
    return signs;
  }

  private static boolean about(CheckEvidence evidence, Check check) {
    return evidence.check().equals(check.id());
  }

  /**
   * How probable it is that a model misses every one of the samples of other classes that gets each
   * of them right more often than not.
   */
  private static double missingAll(CheckEvidence evidence) {
    return McNemar.oneSided(0, evidence.samples().size());
  }

  private static boolean beyondDoubt(CheckEvidence evidence) {
    return missingAll(evidence) <= Sign.LEVEL;
  }

  /**
   * Samples where nothing but cross-entropy lacks a gradient, as their probability rounds to 1.
   * Attacks that climb another loss are not blind there: where the board has one, they are no sign.
   */
  private List<Integer> excused() {
    return seed.evidence().stream()
        .filter(e -> seen && about(e, Check.ZERO_GRADIENT) && e.subject().equals(SATURATED))
        .flatMap(e -> e.samples().stream())
        .toList();
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

  private Optional<Sign> sign(Check check, CheckEvidence evidence) {
    List<Integer> found = new ArrayList<>(evidence.samples());
    if (check == Check.SURVIVES_ANY_EPSILON || check == Check.ZERO_GRADIENT) {
      found.removeAll(excused());
    }
    String count = found.size() + " of " + evidence.asked();
    return switch (check) {
      case SURVIVES_ANY_EPSILON ->
          excess(
              check,
              evidence,
              found,
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
                  + ", where no image is left that must keep its class (samples of the class that"
                  + " the middle of the domain gets are not counted). Attacks fail here for reasons"
                  + " of their own, and so they may on this board");
      case ZERO_GRADIENT ->
          excess(check, evidence, found, TOLERATED, who + gradient(evidence.subject(), count));
      case SOFTMAX_OUTPUT ->
          excess(
              check,
              evidence,
              found,
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
              found,
              TOLERATED_ROUNDING,
              who
                  + count
                  + " samples fall between the levels of a picture only: no image that breaks them"
                  + " does so once rounded to 8 bits, and no picture beyond it does. Stored as"
                  + " pictures, these adversarial images would not count");
      case CONSTANT_MODEL ->
          Optional.of(
              new Sign(
                  check,
                  "",
                  who
                      + "the model decides for "
                      + evidence.subject()
                      + " whatever it is shown: test samples, grey, noise. Of "
                      + evidence.asked()
                      + " samples it misses all "
                      + found.size()
                      + " of other classes. What survives tells of that class, not of a defense;"
                      + " look at the training",
                  evidence.asked(),
                  found,
                  missingAll(evidence)));
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

  private static String gradient(String subject, String count) {
    return switch (subject) {
      case "zero" ->
          "the loss gradient at the clean image is exactly zero on "
              + count
              + " samples. Attacks with gradients are blind there";
      case SATURATED ->
          "the gradient of cross-entropy at the clean image is exactly zero on "
              + count
              + " samples, as their probability rounds to 1. Attacks that climb cross-entropy are"
              + " blind there, and every attack of the board met a vanished gradient; add one with"
              + " a loss of the logits, such as the logit gap";
      default ->
          "the loss gradient at the clean image is "
              + subject
              + " on "
              + count
              + " samples. Attacks with gradients are blind there";
    };
  }

  private static Optional<Sign> excess(
      Check check, CheckEvidence evidence, List<Integer> found, double tolerated, String message) {
    double p = Excess.p(found.size(), evidence.asked(), tolerated);
    return Optional.of(new Sign(check, "", message, evidence.asked(), found, p));
  }

  /** What a sound evaluation never shows. */
  private static Sign certain(Check check, CheckEvidence evidence, String message) {
    double p = evidence.samples().isEmpty() ? 1 : 0;
    return new Sign(check, "", message, evidence.asked(), evidence.samples(), p);
  }
}

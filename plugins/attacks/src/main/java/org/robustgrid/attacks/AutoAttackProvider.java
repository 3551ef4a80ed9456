package org.robustgrid.attacks;

import java.util.List;
import java.util.Locale;
import org.robustgrid.attacks.SuiteAttack.Member;
import org.robustgrid.numerics.loss.LossKind;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackDescriptor;
import org.robustgrid.spi.attack.AttackProvider;

/**
 * {@code autoattack}: the suites of AutoAttack (Croce and Hein 2020) with its numbers of steps,
 * targets, queries and restarts.
 *
 * <p>A suite is one attack, so that each member attacks only the survivors of the members before
 * it. Separate attacks of a grid cannot do that, because each of them has a cell of its own.
 */
public final class AutoAttackProvider implements AttackProvider {

  /** The cost of a gradient in forward passes. */
  private static final double GRADIENT = 3;

  /** The versions of AutoAttack, which differ in their attacks and restarts. */
  private enum Version {
    STANDARD,
    PLUS,
    RAND
  }

  /** The number of classes that the difference of logits ratio needs. */
  private static final int RATIO = 3;

  /** The number of classes that the targeted difference of logits ratio needs. */
  private static final int TARGETED_RATIO = 4;

  private static final double RHO = 0.75;

  /** Draws of a randomised model that version 'rand' averages for a gradient. */
  private static final int DRAWS = 20;

  private static final Parameter<Version> VERSION =
      Parameter.choice(
          "version",
          List.of(Version.STANDARD, Version.PLUS, Version.RAND),
          version -> version.name().toLowerCase(Locale.ROOT),
          "standard: apgd-ce, apgd-t, fab-t, square; plus: apgd-ce, apgd-dlr, fab (five restarts"
              + " each), square, apgd-t, fab-t; rand, for randomised models: apgd-ce, apgd-dlr"
              + " with gradients averaged over 20 draws");

  private static final Parameter<Integer> STEPS =
      Parameter.integer(
              "steps", 100, "steps per run of the gradient attacks; the default is AutoAttack's")
          .atLeast(1)
          .atMost(100_000);

  private static final Parameter<Integer> QUERIES =
      Parameter.integer("queries", 5000, "proposals of square; the default is AutoAttack's")
          .atLeast(1)
          .atMost(10_000_000);

  @Override
  public AttackDescriptor descriptor() {
    return AttackParameters.gradientAttack(
            "autoattack",
            "AutoAttack's suite of attacks, each on the survivors of those before it; apgd-dlr"
                + " is left out with fewer than 3 classes, apgd-t with fewer than 4")
        .norms(Norm.L1)
        .iterated()
        .randomised()
        .citation(AttackParameters.APGD_CITATION)
        .citation(AttackParameters.L1_CITATION)
        .citation(FabProvider.CITATION)
        .citation(SquareProvider.CITATION)
        .parameters(VERSION, STEPS, QUERIES)
        .build();
  }

  @Override
  public Attack create(Parameters parameters) {
    Version version = parameters.get(VERSION);
    int steps = parameters.get(STEPS);
    int queries = parameters.get(QUERIES);
    SuiteAttack usual = new SuiteAttack("autoattack", members(version, steps, queries, false));
    SuiteAttack sparse = new SuiteAttack("autoattack", members(version, steps, queries, true));
    return request -> (request.threatModel().norm() == Norm.L1 ? sparse : usual).run(request);
  }

  private static List<Member> members(Version version, int steps, int queries, boolean l1) {
    int restarts = version == Version.PLUS || version == Version.STANDARD && l1 ? 5 : 1;
    int draws = version == Version.RAND ? DRAWS : 1;
    int targets = version == Version.STANDARD && l1 ? 5 : 9;
    Member entropy = apgd("apgd-ce", 2, LossKind.CROSS_ENTROPY, steps, restarts, draws);
    Member ratio = apgd("apgd-dlr", RATIO, LossKind.DLR, steps, restarts, draws);
    Member targeted =
        new Member(
            "apgd-t",
            TARGETED_RATIO,
            new ApgdTargetedAttack("apgd-t", TargetRanking.BY_LOGITS, steps, targets, 1, RHO),
            GRADIENT * targets * steps);
    Member square = new Member("square", 2, new SquareAttack(queries, 1, 0.8, false), queries);
    return switch (version) {
      case STANDARD -> List.of(entropy, targeted, fab("fab-t", steps, 1, 9), square);
      case PLUS ->
          List.of(
              entropy,
              ratio,
              fab("fab", steps, restarts, 0),
              square,
              targeted,
              fab("fab-t", steps, 1, 9));
      case RAND -> List.of(entropy, ratio);
    };
  }

  private static Member apgd(
      String id, int classes, LossKind loss, int steps, int restarts, int draws) {
    return new Member(
        id,
        classes,
        new ApgdAttack(id, List.of(loss), steps, restarts, RHO, new Diversified(0, true), draws),
        GRADIENT * steps * restarts * draws);
  }

  private static Member fab(String id, int steps, int restarts, int targets) {
    return new Member(
        id,
        2,
        new FabAttack(id, steps, restarts, 0.1, 1.05, 0.9, 0, targets),
        (GRADIENT + 1) * steps * restarts * Math.max(1, targets));
  }

  /**
   * The passes of the members in L∞ and L2, and one forward pass after each to judge its answer.
   */
  @Override
  public Passes estimate(Parameters parameters, DataDescription data) {
    Version version = parameters.get(VERSION);
    double steps = parameters.get(STEPS);
    int classes = data.classes();
    double targets = Math.min(9, classes - 1);
    double restarts = version == Version.PLUS ? 5 : 1;
    Passes judged = Passes.forward(1);
    Passes descent = Passes.gradients(restarts * (steps + 1)).plus(judged);
    Passes ratio = classes >= RATIO ? descent : Passes.NONE;
    Passes targeted =
        classes >= TARGETED_RATIO
            ? Passes.gradients(targets * (steps + 1)).plus(Passes.forward(1)).plus(judged)
            : Passes.NONE;
    Passes boundary = new Passes(targets * (2 * steps + 1) + 1, targets * steps).plus(judged);
    Passes square = Passes.forward(parameters.get(QUERIES) + 2.0).plus(judged);
    return switch (version) {
      case STANDARD -> descent.plus(targeted).plus(boundary).plus(square);
      case PLUS ->
          descent
              .plus(ratio)
              .plus(
                  new Passes(restarts * (steps * classes + 1), restarts * steps * (classes - 1))
                      .plus(judged))
              .plus(square)
              .plus(targeted)
              .plus(boundary);
      case RAND -> descent.plus(ratio);
    };
  }
}

package org.robustgrid.attacks;

import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackDescriptor;
import org.robustgrid.spi.attack.AttackProvider;
import org.robustgrid.spi.attack.Goal;

/** {@code fab}: the nearest misclassified point, by projections onto linearised boundaries. */
public final class FabProvider implements AttackProvider {

  static final String CITATION =
      "Croce and Hein: Minimally distorted adversarial examples with a fast adaptive boundary"
          + " attack. ICML 2020";

  static final Parameter<Integer> STEPS = AttackParameters.steps(100);

  static final Parameter<Double> ALPHA_MAX =
      Parameter.real("alpha-max", 0.1, "largest weight of the image's projection in an iterate")
          .atLeast(0)
          .atMost(1);

  static final Parameter<Double> ETA =
      Parameter.real("eta", 1.05, "step length as a multiple of the distance to the boundary")
          .atLeast(1);

  static final Parameter<Double> BETA =
      Parameter.real(
              "beta",
              0.9,
              "fraction of its distance from the image that a misclassified iterate keeps")
          .atLeast(0)
          .atMost(1);

  private static final Parameter<Integer> RIVALS =
      Parameter.integer(
              "rivals",
              0,
              "number of classes whose boundaries a step considers, one gradient each: those of"
                  + " the image's largest logits; 0 means all")
          .atLeast(0)
          .atMost(1_000_000);

  @Override
  public AttackDescriptor descriptor() {
    return AttackParameters.gradientAttack(
            "fab", "Nearest misclassified point by the fast adaptive boundary attack, untargeted")
        .norms(Norm.L1)
        .goals(Goal.Kind.UNTARGETED, Goal.Kind.MINIMUM_DISTANCE)
        .randomised()
        .citation(CITATION)
        .parameters(STEPS, AttackParameters.RESTARTS, ALPHA_MAX, ETA, BETA, RIVALS)
        .build();
  }

  @Override
  public Attack create(Parameters parameters) {
    return new FabAttack(
        "fab",
        parameters.get(STEPS),
        parameters.get(AttackParameters.RESTARTS),
        parameters.get(ALPHA_MAX),
        parameters.get(ETA),
        parameters.get(BETA),
        parameters.get(RIVALS),
        0);
  }

  /**
   * One gradient per step for each competing class; one forward pass after each step and at each
   * start.
   */
  @Override
  public Passes estimate(Parameters parameters, DataDescription data) {
    int all = data.classes() - 1;
    int declared = parameters.get(RIVALS);
    double runs = parameters.get(AttackParameters.RESTARTS);
    double steps = parameters.get(STEPS) * runs;
    return Passes.gradients(steps * (declared > 0 ? Math.min(declared, all) : all))
        .plus(Passes.forward(steps + runs));
  }
}

package org.robustgrid.attacks;

import org.robustgrid.spi.Capability;
import org.robustgrid.spi.Descriptor;
import org.robustgrid.spi.ParameterDeclaration;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackProvider;

/** {@code fab}: the nearest misclassified point, by projections to linearised boundaries. */
public final class FabProvider implements AttackProvider {

  @Override
  public Descriptor descriptor() {
    return AttackParameters.gradientAttack(
            "fab", "Nearest misclassified point by the fast adaptive boundary attack, untargeted")
        .capabilities(Capability.MINIMUM_DISTANCE)
        .citation(
            "Croce and Hein: Minimally distorted adversarial examples with a fast adaptive boundary"
                + " attack. ICML 2020")
        .parameters(
            AttackParameters.steps(100),
            AttackParameters.restarts(),
            ParameterDeclaration.number(
                    "alpha-max", 0.1, "largest share of the image's projection in an iterate")
                .atLeast(0)
                .atMost(1),
            ParameterDeclaration.number(
                    "eta", 1.05, "length of a step as a multiple of the way to the boundary")
                .atLeast(1),
            ParameterDeclaration.number(
                    "beta", 0.9, "share of its way that a misclassified iterate keeps")
                .atLeast(0)
                .atMost(1),
            ParameterDeclaration.integer(
                    "rivals",
                    0,
                    "classes whose boundaries a step looks for, one gradient each: those of the"
                        + " image's largest logits; 0 means all")
                .atLeast(0)
                .atMost(1_000_000))
        .build();
  }

  @Override
  public Attack create(Parameters parameters) {
    return new FabAttack(
        (int) parameters.integer("steps"),
        (int) parameters.integer("restarts"),
        parameters.number("alpha-max"),
        parameters.number("eta"),
        parameters.number("beta"),
        (int) parameters.integer("rivals"));
  }
}

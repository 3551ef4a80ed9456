package org.robustgrid.attacks;

import org.robustgrid.numerics.loss.LossKind;
import org.robustgrid.spi.Descriptor;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackProvider;

/** {@code energy}: projected gradient descent that raises the joint energy E(x, y) = −z_y. */
public final class EnergyProvider implements AttackProvider {

  @Override
  public Descriptor descriptor() {
    return AttackParameters.gradientAttack(
            "energy", "Projected gradient descent on the joint energy E(x, y)")
        .citation(
            "Zhu et al.: Towards understanding the generative capability of adversarially robust"
                + " classifiers. ICCV 2021, equation 18")
        .parameters(
            AttackParameters.steps(40),
            AttackParameters.relativeStepSize(),
            AttackParameters.restarts(),
            AttackParameters.randomStart())
        .build();
  }

  @Override
  public Attack create(Parameters parameters) {
    long steps = parameters.integer("steps");
    return new PgdAttack(
        "energy",
        false,
        LossKind.JOINT_ENERGY,
        (int) steps,
        (int) parameters.integer("restarts"),
        AttackParameters.relativeStepSize(parameters.number("relative-step-size"), steps),
        parameters.flag("random-start"));
  }
}

package org.robustgrid.attacks;

import org.robustgrid.numerics.loss.LossKind;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackDescriptor;
import org.robustgrid.spi.attack.AttackProvider;

/** {@code energy}: projected gradient descent that raises the joint energy E(x, y) = −z_y. */
public final class EnergyProvider implements AttackProvider {

  private static final Parameter<Integer> STEPS = AttackParameters.steps(40);

  @Override
  public AttackDescriptor descriptor() {
    return AttackParameters.gradientAttack(
            "energy", "Projected gradient descent on the joint energy E(x, y)")
        .randomised()
        .citation(
            "Zhu et al.: Towards understanding the generative capability of adversarially robust"
                + " classifiers. ICCV 2021, equation 18")
        .parameters(
            STEPS,
            AttackParameters.RELATIVE_STEP_SIZE,
            AttackParameters.RESTARTS,
            AttackParameters.RANDOM_START)
        .build();
  }

  @Override
  public Attack create(Parameters parameters) {
    int steps = parameters.get(STEPS);
    return new PgdAttack(
        "energy",
        false,
        LossKind.JOINT_ENERGY,
        steps,
        parameters.get(AttackParameters.RESTARTS),
        AttackParameters.relativeStepSize(parameters, steps),
        new Diversified(0, parameters.get(AttackParameters.RANDOM_START)));
  }

  @Override
  public Passes estimate(Parameters parameters, DataDescription data) {
    return AttackParameters.steps(parameters, STEPS);
  }
}

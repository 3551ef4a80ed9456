package org.robustgrid.attacks;

import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackDescriptor;
import org.robustgrid.spi.attack.AttackProvider;

/** {@code multi-targeted}: projected gradient descent towards every other class in turn. */
public final class MultiTargetedProvider implements AttackProvider {

  private static final Parameter<Integer> STEPS = AttackParameters.steps(40);

  @Override
  public AttackDescriptor descriptor() {
    return AttackParameters.gradientAttack(
            "multi-targeted",
            "Projected gradient descent on the logit gap to every other class in turn")
        .iterated()
        .randomised()
        .citation(
            "Gowal, Uesato, Qin, Huang, Mann and Kohli: An alternative surrogate loss for PGD-based"
                + " adversarial testing. 2019")
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
    return new MultiTargetedAttack(
        steps,
        parameters.get(AttackParameters.RESTARTS),
        AttackParameters.relativeStepSize(parameters, steps),
        parameters.get(AttackParameters.RANDOM_START));
  }

  /** One gradient per step, and one forward pass after each run. */
  @Override
  public Passes estimate(Parameters parameters, DataDescription data) {
    double runs = (data.classes() - 1.0) * parameters.get(AttackParameters.RESTARTS);
    return Passes.gradients(runs * parameters.get(STEPS)).plus(Passes.forward(runs));
  }
}

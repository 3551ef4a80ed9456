package org.robustgrid.attacks;

import java.util.List;
import org.robustgrid.numerics.loss.DifferenceOfLogitsRatio;
import org.robustgrid.numerics.loss.LossKind;
import org.robustgrid.numerics.loss.TargetedDifferenceOfLogitsRatio;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackDescriptor;
import org.robustgrid.spi.attack.AttackProvider;
import org.robustgrid.spi.attack.Goal;

/** {@code pgd}: projected gradient descent from random starts. */
public final class PgdProvider implements AttackProvider {

  private static final Parameter<Integer> STEPS = AttackParameters.steps(40);

  private static final Parameter<LossKind> LOSS =
      Parameter.choice(
          "loss",
          List.of(
              LossKind.CROSS_ENTROPY,
              LossKind.DLR,
              LossKind.JOINT_ENERGY,
              LossKind.CW,
              LossKind.CW_MARGIN,
              LossKind.PROBABILITY_MARGIN),
          LossKind::id,
          "the loss to ascend; with a target, dlr and the margins have targeted forms, and the"
              + " other losses are replaced by the target's negated cross-entropy");

  @Override
  public AttackDescriptor descriptor() {
    return AttackParameters.gradientAttack(
            "pgd", "Projected gradient descent from random starts; the final iterate counts")
        .goals(Goal.Kind.UNTARGETED, Goal.Kind.TARGETED)
        .iterated()
        .randomised()
        .reference(STEPS, 20)
        .citation(
            "Madry et al.: Towards deep learning models resistant to adversarial attacks. ICLR"
                + " 2018")
        .parameters(
            STEPS,
            AttackParameters.RELATIVE_STEP_SIZE,
            AttackParameters.RESTARTS,
            AttackParameters.RANDOM_START,
            AttackParameters.ODI_STEPS,
            LOSS)
        .build();
  }

  @Override
  public Attack create(Parameters parameters) {
    int steps = parameters.get(STEPS);
    return new PgdAttack(
        "pgd",
        true,
        parameters.get(LOSS),
        steps,
        parameters.get(AttackParameters.RESTARTS),
        AttackParameters.relativeStepSize(parameters, steps),
        new Diversified(
            parameters.get(AttackParameters.ODI_STEPS),
            parameters.get(AttackParameters.RANDOM_START)));
  }

  @Override
  public Passes estimate(Parameters parameters, DataDescription data) {
    return AttackParameters.diversified(parameters, STEPS);
  }

  @Override
  public void requireFits(Parameters parameters, DataDescription data) {
    if (parameters.get(LOSS) == LossKind.DLR) {
      DifferenceOfLogitsRatio.requireClasses(data.classes());
    }
  }

  @Override
  public void requireServes(Goal.Kind goal, Parameters parameters, DataDescription data) {
    if (goal == Goal.Kind.TARGETED && parameters.get(LOSS) == LossKind.DLR) {
      TargetedDifferenceOfLogitsRatio.requireClasses(data.classes());
    }
  }
}

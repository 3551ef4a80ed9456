package org.robustgrid.attacks;

import java.util.List;
import org.robustgrid.numerics.loss.DifferenceOfLogitsRatio;
import org.robustgrid.numerics.loss.LossKind;
import org.robustgrid.numerics.loss.TargetedDifferenceOfLogitsRatio;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackDescriptor;
import org.robustgrid.spi.attack.AttackProvider;
import org.robustgrid.spi.attack.Goal;

/** {@code apgd-dlr}: Auto-PGD on the difference of logits ratio. */
public final class ApgdDlrProvider implements AttackProvider {

  private static final Parameter<Integer> STEPS = AttackParameters.steps(100);

  @Override
  public AttackDescriptor descriptor() {
    return AttackParameters.gradientAttack(
            "apgd-dlr",
            "Auto-PGD on the difference of logits ratio, as in AutoAttack; needs at least 3"
                + " classes")
        .goals(Goal.Kind.UNTARGETED, Goal.Kind.TARGETED)
        .goals(Norm.L1, Goal.Kind.UNTARGETED)
        .iterated()
        .randomised()
        .citation(AttackParameters.APGD_CITATION)
        .citation(AttackParameters.L1_CITATION)
        .parameters(STEPS, AttackParameters.RESTARTS, AttackParameters.RHO)
        .build();
  }

  @Override
  public Attack create(Parameters parameters) {
    return new ApgdAttack(
        "apgd-dlr",
        List.of(LossKind.DLR),
        parameters.get(STEPS),
        parameters.get(AttackParameters.RESTARTS),
        parameters.get(AttackParameters.RHO),
        new Diversified(0, true),
        1);
  }

  @Override
  public Passes estimate(Parameters parameters, DataDescription data) {
    return AttackParameters.steps(parameters, STEPS);
  }

  @Override
  public void requireFits(Parameters parameters, DataDescription data) {
    DifferenceOfLogitsRatio.requireClasses(data.classes());
  }

  @Override
  public void requireServes(Goal.Kind goal, Parameters parameters, DataDescription data) {
    if (goal == Goal.Kind.TARGETED) {
      TargetedDifferenceOfLogitsRatio.requireClasses(data.classes());
    }
  }
}

package org.robustgrid.attacks;

import org.robustgrid.numerics.loss.TargetedDifferenceOfLogitsRatio;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackDescriptor;
import org.robustgrid.spi.attack.AttackProvider;

/** {@code apgd-t}: Auto-PGD towards one target class after the other. */
public final class ApgdTargetedProvider implements AttackProvider {

  private static final Parameter<Integer> STEPS = AttackParameters.steps(100);

  @Override
  public AttackDescriptor descriptor() {
    return AttackParameters.gradientAttack(
            "apgd-t",
            "Auto-PGD on the targeted difference of logits ratio, towards the classes of the"
                + " largest logits in turn, as in AutoAttack; needs at least 4 classes")
        .norms(Norm.L1)
        .iterated()
        .randomised()
        .citation(AttackParameters.APGD_CITATION)
        .citation(AttackParameters.L1_CITATION)
        .parameters(
            STEPS, AttackParameters.TARGETS, AttackParameters.RESTARTS, AttackParameters.RHO)
        .build();
  }

  @Override
  public Attack create(Parameters parameters) {
    return new ApgdTargetedAttack(
        "apgd-t",
        TargetRanking.BY_LOGITS,
        parameters.get(STEPS),
        parameters.get(AttackParameters.TARGETS),
        parameters.get(AttackParameters.RESTARTS),
        parameters.get(AttackParameters.RHO));
  }

  /**
   * One forward pass for the logits of the images; for each run towards a target, one gradient per
   * step and one at the start.
   */
  @Override
  public Passes estimate(Parameters parameters, DataDescription data) {
    double targets = Math.min(parameters.get(AttackParameters.TARGETS), data.classes() - 1);
    double runs = targets * parameters.get(AttackParameters.RESTARTS);
    return Passes.gradients(runs * (parameters.get(STEPS) + 1)).plus(Passes.forward(1));
  }

  @Override
  public void requireFits(Parameters parameters, DataDescription data) {
    TargetedDifferenceOfLogitsRatio.requireClasses(data.classes());
  }
}

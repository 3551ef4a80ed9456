package org.robustgrid.attacks;

import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackDescriptor;
import org.robustgrid.spi.attack.AttackProvider;
import org.robustgrid.spi.attack.Goal;

/** {@code fab-t}: FAB along the boundary to one class after the other. */
public final class FabTargetedProvider implements AttackProvider {

  @Override
  public AttackDescriptor descriptor() {
    return AttackParameters.gradientAttack(
            "fab-t",
            "Nearest misclassified point by the fast adaptive boundary attack, along the boundaries"
                + " to the classes of the largest logits in turn, as AutoAttack runs it")
        .norms(Norm.L1)
        .goals(Goal.Kind.UNTARGETED, Goal.Kind.MINIMUM_DISTANCE)
        .randomised()
        .citation(FabProvider.CITATION)
        .citation(AttackParameters.APGD_CITATION)
        .parameters(
            FabProvider.STEPS,
            AttackParameters.TARGETS,
            AttackParameters.RESTARTS,
            FabProvider.ALPHA_MAX,
            FabProvider.ETA,
            FabProvider.BETA)
        .build();
  }

  @Override
  public Attack create(Parameters parameters) {
    return new FabAttack(
        "fab-t",
        parameters.get(FabProvider.STEPS),
        parameters.get(AttackParameters.RESTARTS),
        parameters.get(FabProvider.ALPHA_MAX),
        parameters.get(FabProvider.ETA),
        parameters.get(FabProvider.BETA),
        0,
        parameters.get(AttackParameters.TARGETS));
  }

  /**
   * The logits of the images; for each target a gradient and a question a step, and a question at
   * each start.
   */
  @Override
  public Passes estimate(Parameters parameters, DataDescription data) {
    double targets = Math.min(parameters.get(AttackParameters.TARGETS), data.classes() - 1);
    double runs = targets * parameters.get(AttackParameters.RESTARTS);
    double steps = parameters.get(FabProvider.STEPS) * runs;
    return new Passes(2 * steps + runs + 1, steps);
  }
}

package org.robustgrid.attacks;

import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackDescriptor;
import org.robustgrid.spi.attack.AttackProvider;
import org.robustgrid.spi.attack.Goal;

/** {@code fab-t}: FAB with the boundary of one target class after the other. */
public final class FabTargetedProvider implements AttackProvider {

  @Override
  public AttackDescriptor descriptor() {
    return AttackParameters.gradientAttack(
            "fab-t",
            "Nearest misclassified point by the fast adaptive boundary attack, with the boundaries"
                + " of the classes of the largest logits in turn, as in AutoAttack")
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
   * One forward pass for the logits of the images; for each run towards a target, one gradient and
   * one forward pass per step, and one forward pass at the start.
   */
  @Override
  public Passes estimate(Parameters parameters, DataDescription data) {
    double targets = Math.min(parameters.get(AttackParameters.TARGETS), data.classes() - 1);
    double runs = targets * parameters.get(AttackParameters.RESTARTS);
    double steps = parameters.get(FabProvider.STEPS) * runs;
    return new Passes(2 * steps + runs + 1, steps);
  }
}

package org.robustgrid.attacks;

import org.robustgrid.numerics.loss.TargetedDifferenceOfLogitsRatio;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackDescriptor;
import org.robustgrid.spi.attack.AttackProvider;

/** {@code apgd-malt}: Auto-PGD towards the classes whose linearised boundaries are nearest. */
public final class MaltProvider implements AttackProvider {

  private static final String ID = "apgd-malt";

  private static final Parameter<Integer> STEPS = AttackParameters.steps(100);

  private static final Parameter<Integer> TARGETS =
      Parameter.integer(
              "targets",
              9,
              "number of target classes, the nearest first; all candidates if there are fewer")
          .atLeast(1)
          .atMost(1_000_000);

  private static final Parameter<Integer> CANDIDATES =
      Parameter.integer(
              "candidates",
              100,
              "number of classes, those of the image's largest logits, among which the nearest are"
                  + " chosen, one gradient each; all if there are fewer")
          .atLeast(1)
          .atMost(1_000_000);

  @Override
  public AttackDescriptor descriptor() {
    return AttackParameters.gradientAttack(
            ID,
            "Auto-PGD on the targeted difference of logits ratio, in turn towards the classes"
                + " whose linearised boundaries are nearest to the image; needs at least 4 classes")
        .iterated()
        .randomised()
        .citation("Melamed et al.: MALT powers up adversarial attacks. NeurIPS 2024")
        .citation(AttackParameters.APGD_CITATION)
        .parameters(STEPS, TARGETS, CANDIDATES, AttackParameters.RHO)
        .build();
  }

  @Override
  public Attack create(Parameters parameters) {
    int candidates = parameters.get(CANDIDATES);
    return new ApgdTargetedAttack(
        ID,
        new NearestTargets(candidates),
        parameters.get(STEPS),
        Math.min(parameters.get(TARGETS), candidates),
        1,
        parameters.get(AttackParameters.RHO));
  }

  /**
   * One forward pass for the logits, one gradient per candidate, and for each run one gradient per
   * step and one at the start.
   */
  @Override
  public Passes estimate(Parameters parameters, DataDescription data) {
    double scored = Math.min(parameters.get(CANDIDATES), data.classes() - 1);
    double runs = Math.min(parameters.get(TARGETS), scored);
    return Passes.gradients(scored + runs * (parameters.get(STEPS) + 1)).plus(Passes.forward(1));
  }

  @Override
  public void requireFits(Parameters parameters, DataDescription data) {
    TargetedDifferenceOfLogitsRatio.requireClasses(data.classes());
  }
}

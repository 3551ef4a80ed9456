package org.robustgrid.attacks.malt;

import org.robustgrid.numerics.loss.TargetedDifferenceOfLogitsRatio;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackDescriptor;
import org.robustgrid.spi.attack.AttackProvider;

/** {@code apgd-malt}: Auto-PGD towards the classes whose linearised boundaries are nearest. */
public final class MaltProvider implements AttackProvider {

  static final String ID = "apgd-malt";

  private static final Parameter<Integer> STEPS =
      Parameter.integer("steps", 100, "gradient steps per run").atLeast(1).atMost(100_000);

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

  private static final Parameter<Double> RHO =
      Parameter.real(
              "rho", 0.75, "fraction of loss-increasing steps below which the step size is halved")
          .atLeast(0)
          .atMost(1);

  @Override
  public AttackDescriptor descriptor() {
    return AttackDescriptor.builder(
            ID,
            "Auto-PGD on the targeted difference of logits ratio, in turn towards the classes"
                + " whose linearised boundaries are nearest to the image; needs at least 4 classes")
        .access(Access.GRADIENTS)
        .norms(Norm.LINF, Norm.L2)
        .iterated()
        .randomised()
        .citation("Melamed et al.: MALT powers up adversarial attacks. NeurIPS 2024")
        .citation(
            "Croce and Hein: Reliable evaluation of adversarial robustness with an ensemble of"
                + " diverse parameter-free attacks. ICML 2020")
        .parameters(STEPS, TARGETS, CANDIDATES, RHO)
        .build();
  }

  @Override
  public Attack create(Parameters parameters) {
    return new MaltAttack(
        parameters.get(STEPS),
        parameters.get(TARGETS),
        parameters.get(CANDIDATES),
        parameters.get(RHO));
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

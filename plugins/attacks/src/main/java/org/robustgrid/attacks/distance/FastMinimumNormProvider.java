package org.robustgrid.attacks.distance;

import org.robustgrid.numerics.attack.distance.FastMinimumNorm;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackDescriptor;
import org.robustgrid.spi.attack.AttackProvider;

/**
 * {@code fmn}: gradient steps on the logit margin in a ball whose radius adapts to the boundary.
 */
public final class FastMinimumNormProvider implements AttackProvider {

  private static final Parameter<Integer> STEPS = DistanceParameters.steps(100, "gradient steps");

  private static final Parameter<Double> LARGEST_STEP =
      Parameter.real("max-step-size", 1, "L2 norm of the first step, in the domain's units")
          .above(0);

  private static final Parameter<Double> SMALLEST_STEP =
      Parameter.real(
              "min-step-size",
              0,
              "L2 norm to which steps are annealed; 0 means a hundredth of max-step-size")
          .atLeast(0);

  private static final Parameter<Double> GAMMA =
      Parameter.real(
              "gamma", 0.05, "relative change of the radius in the first step, annealed to 0.001")
          .above(0)
          .atMost(1);

  @Override
  public AttackDescriptor descriptor() {
    return DistanceParameters.attack(
            "fmn",
            "Nearest point by gradient steps on the logit margin, in a ball whose radius adapts to"
                + " the boundary",
            Norm.LINF,
            Norm.L2,
            Norm.L1,
            Norm.L0)
        .citation(
            "Pintor, Roli, Brendel and Biggio: Fast minimum-norm adversarial attacks through"
                + " adaptive norm constraints. NeurIPS 2021")
        .parameters(STEPS, LARGEST_STEP, SMALLEST_STEP, GAMMA)
        .build();
  }

  @Override
  public Attack create(Parameters parameters) {
    int steps = parameters.get(STEPS);
    double largest = parameters.get(LARGEST_STEP);
    double smallest = parameters.get(SMALLEST_STEP);
    double last = smallest > 0 ? smallest : largest / 100;
    double gamma = parameters.get(GAMMA);
    return new NearestPointAttack(
        "fmn",
        true,
        steps,
        (norm, batch) -> new FastMinimumNorm(norm, steps, largest, last, gamma, true).run(batch));
  }

  @Override
  public Passes estimate(Parameters parameters, DataDescription data) {
    return Passes.gradients(parameters.get(STEPS));
  }
}

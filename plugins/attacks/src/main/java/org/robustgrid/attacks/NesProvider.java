package org.robustgrid.attacks;

import org.robustgrid.numerics.loss.LossKind;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackDescriptor;
import org.robustgrid.spi.attack.AttackProvider;
import org.robustgrid.spi.attack.Goal;

/**
 * {@code nes}: gradient steps with gradients estimated from logits by natural evolution strategies.
 */
public final class NesProvider implements AttackProvider {

  private static final Parameter<Integer> STEPS = AttackParameters.steps(100);

  private static final Parameter<Integer> SAMPLES =
      Parameter.integer(
              "samples", 50, "points per gradient estimate, in antithetic pairs around the iterate")
          .atLeast(2)
          .atMost(1_000_000);

  private static final Parameter<Double> SIGMA =
      Parameter.real("sigma", 0.001, "standard deviation of the points, in the domain's units")
          .above(0);

  private static final Parameter<Double> STEP_SIZE =
      Parameter.real(
              "relative-step-size",
              0.2,
              "step size as a fraction of epsilon; the default is the paper's 0.01 at epsilon 0.05")
          .above(0);

  private static final Parameter<Double> MOMENTUM =
      Parameter.real(
              "momentum", 0.9, "weight of the earlier estimates in the running mean of estimates")
          .atLeast(0)
          .atMost(1);

  @Override
  public AttackDescriptor descriptor() {
    return AttackDescriptor.builder(
            "nes",
            "Gradient steps on cross-entropy, with gradients estimated from logits at random"
                + " points around the iterate")
        .access(Access.SCORES)
        .norms(Norm.LINF, Norm.L2)
        .goals(Goal.Kind.UNTARGETED, Goal.Kind.TARGETED)
        .randomised()
        .citation(
            "Ilyas, Engstrom, Athalye and Lin: Black-box adversarial attacks with limited queries"
                + " and information. ICML 2018")
        .parameters(STEPS, SAMPLES, SIGMA, STEP_SIZE, MOMENTUM)
        .build();
  }

  @Override
  public Attack create(Parameters parameters) {
    double share = parameters.get(STEP_SIZE);
    double kept = parameters.get(MOMENTUM);
    return new ScoreAscent(
        "nes",
        LossKind.CROSS_ENTROPY,
        ScoreAscent.Directions.GAUSSIAN,
        parameters.get(STEPS),
        parameters.get(SAMPLES) / 2,
        parameters.get(SIGMA),
        (request, feasible, size) -> {
          double[] mean = new double[size];
          double step = share * request.threatModel().epsilon();
          return (number, points, estimate, offset, length) -> {
            for (int i = offset; i < offset + length; i++) {
              mean[i] = kept * mean[i] + (1 - kept) * estimate[i];
            }
            feasible.ball().ascend(points, mean, offset, length, step);
          };
        });
  }

  /** One forward pass for each point of the estimates and for each iterate. */
  @Override
  public Passes estimate(Parameters parameters, DataDescription data) {
    double pairs = parameters.get(SAMPLES) / 2;
    return Passes.forward(parameters.get(STEPS) * (2 * pairs + 1));
  }
}

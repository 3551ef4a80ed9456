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

/** {@code spsa}: Adam with gradients estimated from logits by simultaneous perturbation. */
public final class SpsaProvider implements AttackProvider {

  private static final Parameter<Integer> STEPS = AttackParameters.steps(100);

  private static final Parameter<Integer> PAIRS =
      Parameter.integer("pairs", 128, "pairs of points per gradient estimate")
          .atLeast(1)
          .atMost(1_000_000);

  private static final Parameter<Double> DELTA =
      Parameter.real("delta", 0.01, "size of the perturbation of each value, in the domain's units")
          .above(0);

  private static final Parameter<Double> LEARNING_RATE =
      Parameter.real("learning-rate", 0.01, "learning rate of Adam, in the domain's units")
          .above(0);

  @Override
  public AttackDescriptor descriptor() {
    return AttackDescriptor.builder(
            "spsa",
            "Adam on the logit margin, with gradients estimated from logits at points that perturb"
                + " all values at once")
        .access(Access.SCORES)
        .norms(Norm.LINF, Norm.L2)
        .goals(Goal.Kind.UNTARGETED, Goal.Kind.TARGETED)
        .randomised()
        .citation(
            "Uesato, O'Donoghue, van den Oord and Kohli: Adversarial risk and the dangers of"
                + " evaluating against weak attacks. ICML 2018")
        .parameters(STEPS, PAIRS, DELTA, LEARNING_RATE)
        .build();
  }

  @Override
  public Attack create(Parameters parameters) {
    double rate = parameters.get(LEARNING_RATE);
    return new ScoreAscent(
        "spsa",
        LossKind.CW_MARGIN,
        ScoreAscent.Directions.SIGNS,
        parameters.get(STEPS),
        parameters.get(PAIRS),
        parameters.get(DELTA),
        (request, feasible, size) -> adam(size, rate));
  }

  private static ScoreAscent.Mover adam(int size, double rate) {
    double[] first = new double[size];
    double[] second = new double[size];
    return (step, points, estimate, offset, length) -> {
      double firstBias = 1 - Math.pow(0.9, step + 1);
      double secondBias = 1 - Math.pow(0.999, step + 1);
      for (int i = offset; i < offset + length; i++) {
        first[i] = 0.9 * first[i] + 0.1 * estimate[i];
        second[i] = 0.999 * second[i] + 0.001 * estimate[i] * estimate[i];
        points[i] += rate * (first[i] / firstBias) / (Math.sqrt(second[i] / secondBias) + 1e-8);
      }
    };
  }

  /** One forward pass for each point of the estimates and for each iterate. */
  @Override
  public Passes estimate(Parameters parameters, DataDescription data) {
    return Passes.forward(parameters.get(STEPS) * (2.0 * parameters.get(PAIRS) + 1));
  }
}

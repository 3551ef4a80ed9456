package org.robustgrid.attacks.distance;

import org.robustgrid.numerics.attack.distance.DeepFool;
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

/** {@code deepfool}: steps to the nearest boundary of the linearised classifier. */
public final class DeepFoolProvider implements AttackProvider {

  private static final Parameter<Integer> STEPS =
      DistanceParameters.steps(
          50, "largest number of steps; a sample stops once it is misclassified");

  private static final Parameter<Integer> CANDIDATES =
      Parameter.integer(
              "candidates",
              10,
              "number of classes considered, those of the image's largest logits including the"
                  + " predicted one; a step takes one gradient for each of the others")
          .atLeast(2)
          .atMost(1_000_000);

  private static final Parameter<Double> OVERSHOOT =
      Parameter.real(
              "overshoot", 0.02, "distance beyond the boundary, as a fraction of the way to it")
          .atLeast(0);

  @Override
  public AttackDescriptor descriptor() {
    return AttackDescriptor.builder(
            "deepfool",
            "Steps onto the nearest boundary of the linearised classifier until the image is"
                + " misclassified")
        .access(Access.GRADIENTS)
        .norms(Norm.L2, Norm.LINF)
        .goals(Goal.Kind.MINIMUM_DISTANCE, Goal.Kind.UNTARGETED)
        .citation(
            "Moosavi-Dezfooli, Fawzi and Frossard: DeepFool: a simple and accurate method to fool"
                + " deep neural networks. CVPR 2016")
        .parameters(STEPS, CANDIDATES, OVERSHOOT)
        .build();
  }

  @Override
  public Attack create(Parameters parameters) {
    int steps = parameters.get(STEPS);
    int candidates = parameters.get(CANDIDATES);
    double overshoot = parameters.get(OVERSHOOT);
    return new NearestPointAttack(
        "deepfool",
        false,
        (double) steps * candidates,
        (norm, batch) -> new DeepFool(norm, steps, candidates, overshoot).run(batch));
  }

  /** One gradient per step for each rival; one forward pass at the start and after each step. */
  @Override
  public Passes estimate(Parameters parameters, DataDescription data) {
    double steps = parameters.get(STEPS);
    int rivals = Math.min(parameters.get(CANDIDATES), data.classes()) - 1;
    return Passes.gradients(steps * rivals).plus(Passes.forward(steps + 1));
  }
}

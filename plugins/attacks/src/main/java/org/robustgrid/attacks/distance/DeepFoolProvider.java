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
      DistanceParameters.steps(50, "steps at most; a sample's end once it is misclassified");

  private static final Parameter<Integer> CANDIDATES =
      Parameter.integer(
              "candidates",
              10,
              "classes looked at, those of the image's largest logits, the predicted one included;"
                  + " a step costs a gradient for each of the others")
          .atLeast(2)
          .atMost(1_000_000);

  private static final Parameter<Double> OVERSHOOT =
      Parameter.real("overshoot", 0.02, "how far beyond the boundary, as a share of the way")
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

  /** A gradient for each rival in each step, and a question after each step and before them. */
  @Override
  public Passes estimate(Parameters parameters, DataDescription data) {
    double steps = parameters.get(STEPS);
    int rivals = Math.min(parameters.get(CANDIDATES), data.classes()) - 1;
    return Passes.gradients(steps * rivals).plus(Passes.forward(steps + 1));
  }
}

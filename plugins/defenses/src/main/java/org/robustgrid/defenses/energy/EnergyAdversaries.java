package org.robustgrid.defenses.energy;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.defenses.CrossEntropyStep;
import org.robustgrid.defenses.InnerAttack;
import org.robustgrid.numerics.attack.ProjectedGradientDescent;
import org.robustgrid.numerics.attack.Start;
import org.robustgrid.numerics.loss.JointEnergy;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.attack.ThreatModel;
import org.robustgrid.spi.defense.TrainingBatch;
import org.robustgrid.spi.network.Network;

/**
 * Makes energy-based adversarial images (Zhu et al. 2021, Eq. 18 and Algorithm 1, first block): a
 * uniform start in the L∞ ball, one step of size ε along the sign of ∇E(x, y), and projection onto
 * the ball. The gradient is taken at the start point, as in fast adversarial training, which the
 * algorithm follows.
 */
final class EnergyAdversaries implements CrossEntropyStep.ImageSource {

  private static final Parameter<Double> EPSILON =
      Parameter.real("epsilon", 8.0 / 255, "radius of the L∞ ball, in the data's own units")
          .above(0)
          .customaryRadius(Norm.LINF);

  private static final Parameter<Integer> STEPS =
      Parameter.integer(
              "steps",
              1,
              "gradient steps; 1: of size epsilon (the paper); more: of 2.5 epsilon / steps")
          .atLeast(1)
          .atMost(1000);

  private final ProjectedGradientDescent descent;

  EnergyAdversaries(double epsilon, int steps, Domain domain) {
    this.descent =
        ProjectedGradientDescent.builder(new ThreatModel(Norm.LINF, epsilon))
            .domain(domain)
            .steps(steps)
            .stepSize(steps == 1 ? epsilon : 2.5 * epsilon / steps)
            .randomStart(true)
            .build();
  }

  static List<Parameter<?>> parameters() {
    return List.of(EPSILON, STEPS);
  }

  /** The number of gradients for each image. */
  static int steps(Parameters parameters) {
    return parameters.get(STEPS);
  }

  static EnergyAdversaries of(Parameters parameters, Domain domain) {
    return new EnergyAdversaries(parameters.get(EPSILON), steps(parameters), domain);
  }

  @Override
  public INDArray images(Network network, TrainingBatch batch) {
    return InnerAttack.attack(
        descent, network, batch, new JointEnergy(batch.labels()), Start.random(batch.random(), 0));
  }
}

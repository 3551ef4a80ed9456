package org.example.plugin;

import java.util.List;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.attack.ThreatModel;
import org.robustgrid.spi.defense.Defense;
import org.robustgrid.spi.defense.DefenseCost;
import org.robustgrid.spi.defense.DefenseDescriptor;
import org.robustgrid.spi.defense.DefenseProvider;

/** {@code ramped-training}: adversarial training whose epsilon rises from epoch to epoch. */
public final class RampedTrainingProvider implements DefenseProvider {

  private static final Parameter<Norm> NORM =
      Parameter.choice(
          "norm",
          List.of(Norm.LINF, Norm.L2),
          Norm::id,
          "norm of the ball of training perturbations");

  private static final Parameter<Double> EPSILON =
      Parameter.real("epsilon", 8.0 / 255, "radius of the ball in the last epoch")
          .above(0)
          .customaryRadius(NORM);

  private static final Parameter<Integer> STEPS =
      Parameter.integer("steps", 5, "PGD steps on each minibatch").atLeast(1);

  private static final Parameter<List<Double>> RAMP =
      Parameter.reals(
              "ramp", List.of(0.5), "fractions of epsilon between 0 at the start and 1 at the end")
          .atLeast(0)
          .atMost(1);

  @Override
  public DefenseDescriptor descriptor() {
    return DefenseDescriptor.builder(
            "ramped-training", "Adversarial training whose epsilon rises from epoch to epoch")
        .citation(
            "Madry et al.: Towards deep learning models resistant to adversarial attacks. ICLR"
                + " 2018")
        .parameters(NORM, EPSILON, STEPS, RAMP)
        .build();
  }

  @Override
  public Defense create(Parameters parameters) {
    ThreatModel threat = new ThreatModel(parameters.get(NORM), parameters.get(EPSILON));
    EpsilonRamp ramp = new EpsilonRamp(parameters.get(RAMP));
    return new RampedTraining(threat, parameters.get(STEPS), ramp);
  }

  @Override
  public DefenseCost estimate(Parameters parameters) {
    return DefenseCost.adversarial(parameters.get(STEPS));
  }
}

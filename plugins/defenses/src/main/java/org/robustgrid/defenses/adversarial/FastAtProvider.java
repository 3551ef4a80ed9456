package org.robustgrid.defenses.adversarial;

import org.robustgrid.defenses.InnerAttack;
import org.robustgrid.defenses.StepDefense;
import org.robustgrid.defenses.TrainingOverrides;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.attack.ThreatModel;
import org.robustgrid.spi.defense.Defense;
import org.robustgrid.spi.defense.DefenseCost;
import org.robustgrid.spi.defense.DefenseDescriptor;
import org.robustgrid.spi.defense.DefenseProvider;

/**
 * {@code fast-at}: adversarial training with one large gradient step from a random start instead of
 * PGD (Wong, Rice and Kolter 2020).
 */
public final class FastAtProvider implements DefenseProvider {

  private static final Parameter<Double> EPSILON =
      Parameter.real("epsilon", 8.0 / 255, "radius of the L∞ ball, in the data's own units")
          .above(0)
          .customaryRadius(Norm.LINF);

  private static final Parameter<Double> RELATIVE_STEP =
      Parameter.real("relative-step", 1.25, "step size in multiples of epsilon").above(0);

  @Override
  public DefenseDescriptor descriptor() {
    return DefenseDescriptor.builder(
            "fast-at", "Adversarial training with one step from a random start")
        .citation(
            "Wong, Rice and Kolter: Fast is better than free: revisiting adversarial training."
                + " ICLR 2020")
        .parameters(
            EPSILON, RELATIVE_STEP, TrainingOverrides.EPOCHS, TrainingOverrides.LEARNING_RATE)
        .build();
  }

  @Override
  public DefenseCost estimate(Parameters parameters) {
    return DefenseCost.adversarial(1);
  }

  @Override
  public Defense create(Parameters parameters) {
    double epsilon = parameters.get(EPSILON);
    InnerAttack attack =
        new InnerAttack(
            new ThreatModel(Norm.LINF, epsilon), 1, epsilon * parameters.get(RELATIVE_STEP));
    return new StepDefense(
        TrainingOverrides.of(parameters), request -> attack.step(request.domain()));
  }
}

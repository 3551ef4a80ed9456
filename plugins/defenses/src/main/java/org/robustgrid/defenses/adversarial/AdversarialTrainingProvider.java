package org.robustgrid.defenses.adversarial;

import org.robustgrid.defenses.InnerAttack;
import org.robustgrid.defenses.StepDefense;
import org.robustgrid.defenses.TrainingOverrides;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.defense.Defense;
import org.robustgrid.spi.defense.DefenseCost;
import org.robustgrid.spi.defense.DefenseDescriptor;
import org.robustgrid.spi.defense.DefenseProvider;

/**
 * {@code adversarial-training}: cross-entropy on the final iterates of PGD from random starts
 * (Madry et al. 2018). The attack runs with the network in inference mode.
 */
public final class AdversarialTrainingProvider implements DefenseProvider {

  public static final String CITATION =
      "Madry et al.: Towards deep learning models resistant to adversarial attacks. ICLR 2018";

  @Override
  public DefenseDescriptor descriptor() {
    return DefenseDescriptor.builder(
            "adversarial-training", "Training on adversarial images that PGD finds in each step")
        .citation(CITATION)
        .parameters(InnerAttack.parameters())
        .parameters(TrainingOverrides.EPOCHS, TrainingOverrides.LEARNING_RATE)
        .build();
  }

  @Override
  public Defense create(Parameters parameters) {
    InnerAttack attack = InnerAttack.of(parameters);
    return new StepDefense(
        TrainingOverrides.of(parameters), request -> attack.step(request.domain()));
  }

  @Override
  public DefenseCost estimate(Parameters parameters) {
    return DefenseCost.adversarial(InnerAttack.of(parameters).steps());
  }
}

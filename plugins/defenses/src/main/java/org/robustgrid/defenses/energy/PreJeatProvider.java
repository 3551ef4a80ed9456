package org.robustgrid.defenses.energy;

import org.robustgrid.defenses.CrossEntropyStep;
import org.robustgrid.defenses.StepDefense;
import org.robustgrid.defenses.TrainingOverrides;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.defense.Defense;
import org.robustgrid.spi.defense.DefenseCost;
import org.robustgrid.spi.defense.DefenseDescriptor;
import org.robustgrid.spi.defense.DefenseProvider;

/**
 * {@code pre-jeat}: cross-entropy on energy-based adversarial images (Zhu et al. 2021, Algorithm
 * 2).
 */
public final class PreJeatProvider implements DefenseProvider {

  @Override
  public DefenseDescriptor descriptor() {
    return DefenseDescriptor.builder(
            "pre-jeat", "Training on adversarial images that raise the energy")
        .citation(JeatProvider.CITATION)
        .parameters(EnergyAdversaries.parameters())
        .parameters(TrainingOverrides.EPOCHS, TrainingOverrides.LEARNING_RATE)
        .build();
  }

  @Override
  public Defense create(Parameters parameters) {
    return new StepDefense(
        TrainingOverrides.of(parameters),
        request -> new CrossEntropyStep(EnergyAdversaries.of(parameters, request.domain())));
  }

  @Override
  public DefenseCost estimate(Parameters parameters) {
    return DefenseCost.adversarial(EnergyAdversaries.steps(parameters));
  }
}

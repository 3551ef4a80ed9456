package org.robustgrid.defenses.energy;

import org.robustgrid.defenses.TrainingOverrides;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.Passes;
import org.robustgrid.spi.defense.Defense;
import org.robustgrid.spi.defense.DefenseCost;
import org.robustgrid.spi.defense.DefenseDescriptor;
import org.robustgrid.spi.defense.DefenseProvider;

/**
 * {@code jeat}: the classifier as a joint energy-based model, trained on energy-based adversarial
 * images (Zhu et al. 2021).
 */
public final class JeatProvider implements DefenseProvider {

  static final String CITATION =
      "Zhu et al.: Towards understanding the generative capability of adversarially robust"
          + " classifiers. ICCV 2021";

  @Override
  public DefenseDescriptor descriptor() {
    return DefenseDescriptor.builder("jeat", "Joint energy adversarial training")
        .citation(CITATION)
        .parameters(EnergyAdversaries.parameters())
        .parameters(LangevinParameters.parameters())
        .parameters(TrainingOverrides.EPOCHS, TrainingOverrides.LEARNING_RATE)
        .build();
  }

  @Override
  public Defense create(Parameters parameters) {
    LangevinParameters langevin = LangevinParameters.of(parameters);
    return new EnergyDefense(
        TrainingOverrides.of(parameters),
        request ->
            EnergyStep.of(EnergyAdversaries.of(parameters, request.domain()), langevin, request));
  }

  @Override
  public DefenseCost estimate(Parameters parameters) {
    return DefenseCost.CLEAN_TRAINING.training(
        LangevinParameters.passes(parameters)
            .plus(Passes.gradients(EnergyAdversaries.steps(parameters))));
  }

  @Override
  public void requireFits(Parameters parameters, DataDescription data) {
    LangevinParameters.requireBounds(data.domain());
  }
}

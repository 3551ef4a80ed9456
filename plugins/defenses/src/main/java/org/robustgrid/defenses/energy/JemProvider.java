package org.robustgrid.defenses.energy;

import org.robustgrid.defenses.TrainingOverrides;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.defense.Defense;
import org.robustgrid.spi.defense.DefenseCost;
import org.robustgrid.spi.defense.DefenseDescriptor;
import org.robustgrid.spi.defense.DefenseProvider;

/**
 * {@code jem}: the classifier as a joint energy-based model, trained on clean images (Grathwohl et
 * al. 2020).
 */
public final class JemProvider implements DefenseProvider {

  @Override
  public DefenseDescriptor descriptor() {
    return DefenseDescriptor.builder("jem", "Training as a joint energy-based model")
        .citation(
            "Grathwohl et al.: Your classifier is secretly an energy based model and you should"
                + " treat it like one. ICLR 2020")
        .parameters(LangevinParameters.parameters())
        .parameters(TrainingOverrides.EPOCHS, TrainingOverrides.LEARNING_RATE)
        .build();
  }

  @Override
  public Defense create(Parameters parameters) {
    LangevinParameters langevin = LangevinParameters.of(parameters);
    return new EnergyDefense(
        TrainingOverrides.of(parameters),
        request -> EnergyStep.of((network, batch) -> batch.images(), langevin, request));
  }

  @Override
  public DefenseCost estimate(Parameters parameters) {
    return DefenseCost.CLEAN_TRAINING.training(LangevinParameters.passes(parameters));
  }

  @Override
  public void requireFits(Parameters parameters, DataDescription data) {
    LangevinParameters.requireBounds(data.domain());
  }
}

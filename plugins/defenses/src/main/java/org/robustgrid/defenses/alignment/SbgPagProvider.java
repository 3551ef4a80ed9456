package org.robustgrid.defenses.alignment;

import org.robustgrid.defenses.TrainingOverrides;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.defense.Defense;
import org.robustgrid.spi.defense.DefenseDescriptor;
import org.robustgrid.spi.defense.DefenseProvider;

/**
 * {@code sbg-pag}: gradient alignment with the score-based gradients of a diffusion model (Ganz et
 * al. 2023, section 4.2).
 */
public final class SbgPagProvider implements DefenseProvider {

  @Override
  public DefenseDescriptor descriptor() {
    return DefenseDescriptor.builder(
            "sbg-pag", "Training with gradients aligned to those of a diffusion model")
        .citation(PagProvider.CITATION)
        .parameters(AlignmentParameters.scoreBasedParameters(1.5))
        .parameters(TrainingOverrides.EPOCHS, TrainingOverrides.LEARNING_RATE)
        .build();
  }

  @Override
  public Defense create(Parameters parameters) {
    return new PagDefense(
        TrainingOverrides.of(parameters),
        AlignmentParameters.scoreBased(parameters),
        (request, alignment) -> new PagStep(alignment));
  }

  @Override
  public void requireFits(Parameters parameters, DataDescription data) {
    AlignmentParameters.scoreBased(parameters).requireFits(data);
  }
}

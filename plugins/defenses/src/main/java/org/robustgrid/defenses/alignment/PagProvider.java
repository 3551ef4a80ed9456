package org.robustgrid.defenses.alignment;

import org.robustgrid.defenses.TrainingOverrides;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.defense.Defense;
import org.robustgrid.spi.defense.DefenseDescriptor;
import org.robustgrid.spi.defense.DefenseProvider;

/**
 * {@code pag}: cross-entropy plus alignment of the input gradients with target gradients (Ganz et
 * al. 2023).
 */
public final class PagProvider implements DefenseProvider {

  static final String CITATION =
      "Ganz, Kawar and Elad: Do perceptually aligned gradients imply robustness? ICML 2023";

  @Override
  public DefenseDescriptor descriptor() {
    return DefenseDescriptor.builder("pag", "Training with perceptually aligned gradients")
        .citation(CITATION)
        .parameters(AlignmentParameters.parameters(0.2))
        .parameters(TrainingOverrides.EPOCHS, TrainingOverrides.LEARNING_RATE)
        .build();
  }

  @Override
  public Defense create(Parameters parameters) {
    return new PagDefense(
        TrainingOverrides.of(parameters),
        AlignmentParameters.of(parameters),
        (request, alignment) -> new PagStep(alignment));
  }

  @Override
  public void requireFits(Parameters parameters, DataDescription data) {
    AlignmentParameters.of(parameters).requireFits(data);
  }
}

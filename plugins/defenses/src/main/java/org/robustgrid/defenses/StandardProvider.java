package org.robustgrid.defenses;

import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.defense.Defense;
import org.robustgrid.spi.defense.DefenseDescriptor;
import org.robustgrid.spi.defense.DefenseProvider;

/**
 * {@code standard}: training with cross-entropy on clean images, the baseline without a defense.
 */
public final class StandardProvider implements DefenseProvider {

  @Override
  public DefenseDescriptor descriptor() {
    return DefenseDescriptor.builder(
            "standard", "Training on clean images with cross-entropy: no defense")
        .undefended()
        .parameters(TrainingOverrides.EPOCHS, TrainingOverrides.LEARNING_RATE)
        .build();
  }

  @Override
  public Defense create(Parameters parameters) {
    return new StepDefense(
        TrainingOverrides.of(parameters),
        request -> new CrossEntropyStep((network, batch) -> batch.images()));
  }
}

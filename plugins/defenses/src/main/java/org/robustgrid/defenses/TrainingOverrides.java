package org.robustgrid.defenses;

import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.defense.TrainingSettings;

/**
 * Training settings a row may set for itself instead of the grid's.
 *
 * @param epochs 0 for the grid's
 * @param learningRate 0 for the grid's
 */
public record TrainingOverrides(int epochs, double learningRate) {

  public static final Parameter<Integer> EPOCHS =
      Parameter.integer(
              "epochs", 0, "passes over the training data, by the grid's schedule; 0: the grid's")
          .atLeast(0)
          .atMost(1_000_000);

  public static final Parameter<Double> LEARNING_RATE =
      Parameter.real("learning-rate", 0, "base learning rate; 0: the grid's").atLeast(0);

  public static TrainingOverrides of(Parameters parameters) {
    return new TrainingOverrides(parameters.get(EPOCHS), parameters.get(LEARNING_RATE));
  }

  /** The grid's settings with the row's own; warm-up and decays stretch with the epochs. */
  public TrainingSettings apply(TrainingSettings grid) {
    TrainingSettings settings = epochs > 0 ? grid.stretchedTo(epochs) : grid;
    return learningRate > 0 ? settings.toBuilder().learningRate(learningRate).build() : settings;
  }
}

package org.robustgrid.defenses;

import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.defense.TrainingSettings;

/**
 * Training settings that a row may override.
 *
 * @param epochs number of epochs; 0: the grid's
 * @param learningRate base learning rate; 0: the grid's
 */
public record TrainingOverrides(int epochs, double learningRate) {

  public static final Parameter<Integer> EPOCHS =
      Parameter.integer(
              "epochs",
              0,
              "number of epochs, to which the grid's schedule is stretched; 0: the grid's")
          .atLeast(0)
          .atMost(1_000_000);

  public static final Parameter<Double> LEARNING_RATE =
      Parameter.real("learning-rate", 0, "base learning rate; 0: the grid's").atLeast(0);

  public static TrainingOverrides of(Parameters parameters) {
    return new TrainingOverrides(parameters.get(EPOCHS), parameters.get(LEARNING_RATE));
  }

  /**
   * Applies the overrides to the grid's settings. Warm-up and decays are stretched to the new
   * number of epochs.
   */
  public TrainingSettings apply(TrainingSettings grid) {
    TrainingSettings settings = epochs > 0 ? grid.stretchedTo(epochs) : grid;
    return learningRate > 0 ? settings.toBuilder().learningRate(learningRate).build() : settings;
  }
}

package org.robustgrid.run.plan;

import java.util.Arrays;
import java.util.Map;
import org.robustgrid.base.yaml.Place;
import org.robustgrid.base.yaml.Problems;
import org.robustgrid.base.yaml.Values;
import org.robustgrid.run.grid.TrainingValues;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.defense.TrainingSettings;

/** Checks whether a row's training settings go together, and with the data. */
final class TrainingFit {

  private final TrainingSettings settings;
  private final double validation;
  private final Values given;
  private final Problems problems;

  private TrainingFit(
      TrainingSettings settings, double validation, Values given, Problems problems) {
    this.settings = settings;
    this.validation = validation;
    this.given = given;
    this.problems = problems;
  }

  /**
   * Checks settings among themselves.
   *
   * @param resolved every declared value
   * @param given what the grid says, with places
   */
  static TrainingFit of(Map<String, Object> resolved, Values given, Problems problems) {
    TrainingSettings settings = TrainingValues.settings(resolved);
    double validation = ((Number) resolved.get(TrainingValues.VALIDATION)).doubleValue();
    TrainingFit fit = new TrainingFit(settings, validation, given, problems);
    fit.checkSchedule();
    return fit;
  }

  double validation() {
    return validation;
  }

  private void checkSchedule() {
    int epochs = settings.epochs();
    if (settings.warmupEpochs() > epochs) {
      add(
          "warmup-epochs",
          "'warmup-epochs' are " + settings.warmupEpochs() + ", but all 'epochs' are " + epochs);
    }
    if (settings.schedule() == TrainingSettings.Schedule.STEP) {
      settings.decayPoints().stream()
          .filter(point -> point > epochs)
          .forEach(
              point ->
                  add(
                      "decay-epochs",
                      "'decay-epochs' has "
                          + point
                          + ", but training ends after "
                          + epochs
                          + " 'epochs'; remove it, or give this row a list of its own"));
    }
  }

  /**
   * Checks settings against a data set.
   *
   * @param data what is left to train on
   * @param samples training samples in all, validation included
   */
  void check(PlannedDataset dataset, DataDescription data, int samples) {
    int left = Arrays.stream(data.trainingSamples()).sum();
    String where = "data set '" + dataset.label() + "'";
    if (left == 0) {
      add(
          TrainingValues.VALIDATION,
          "there are no samples to train on: "
              + (samples == 0
                  ? where + " has no training samples"
                  : "'validation' of " + validation + " takes all " + samples + " of " + where));
    }
    if (settings.selectBestEpoch() && left == samples) {
      add(
          "select-best-epoch",
          "select-best-epoch needs a validation split, but it is empty: 'validation' of "
              + validation
              + " takes none of the "
              + samples
              + " training samples of "
              + where);
    }
    checkAugmentation(data, where);
    double updates = Math.ceil((double) left / settings.batchSize()) * settings.replays();
    if (updates * settings.epochs() > Integer.MAX_VALUE) {
      add("epochs", "this makes more than " + Integer.MAX_VALUE + " updates on " + where);
    }
  }

  private void checkAugmentation(DataDescription data, String where) {
    long[] shape = data.inputShape();
    int padding = settings.cropPadding();
    boolean image = shape.length == 3;
    if (!image && (padding > 0 || settings.horizontalFlip())) {
      add(
          padding > 0 ? "crop-padding" : "horizontal-flip",
          "crop-padding and horizontal-flip need images [channels, height, width], but the inputs"
              + " of "
              + where
              + " have the shape "
              + Arrays.toString(shape)
              + "; set them to 0 and false");
    } else if (image && padding >= Math.min(shape[1], shape[2])) {
      add(
          "crop-padding",
          "'crop-padding' of "
              + padding
              + " moves whole images of "
              + where
              + " out of sight, which have "
              + shape[1]
              + "x"
              + shape[2]
              + " pixels");
    }
  }

  private void add(String key, String message) {
    Place place = given.place(key);
    problems.add(place, message);
  }
}

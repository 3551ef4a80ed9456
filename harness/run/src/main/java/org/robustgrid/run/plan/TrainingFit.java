package org.robustgrid.run.plan;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.robustgrid.base.yaml.Place;
import org.robustgrid.base.yaml.Problems;
import org.robustgrid.base.yaml.Values;
import org.robustgrid.run.grid.TrainingValues;
import org.robustgrid.spi.DataDescription;
import org.robustgrid.spi.defense.TrainingSettings;

/** Checks that a row's training settings fit together and fit the data. */
final class TrainingFit {

  private static final List<String> DECAYS =
      List.of("decay-steps", "decay-factors", "decay-epochs");

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
    TrainingSettings settings = settings(resolved, given, problems);
    double validation = ((Number) resolved.get(TrainingValues.VALIDATION)).doubleValue();
    TrainingFit fit = new TrainingFit(settings, validation, given, problems);
    fit.checkSchedule();
    fit.checkUse();
    return fit;
  }

  /** The settings; without decays if these do not go together. */
  private static TrainingSettings settings(
      Map<String, Object> resolved, Values given, Problems problems) {
    try {
      return TrainingValues.settings(resolved);
    } catch (IllegalArgumentException e) {
      String key =
          DECAYS.stream()
              .filter(name -> e.getMessage().startsWith(name))
              .findFirst()
              .orElseThrow(() -> e);
      problems.add(given.place(key), e.getMessage());
      Map<String, Object> without = new LinkedHashMap<>(resolved);
      DECAYS.forEach(without::remove);
      return TrainingValues.settings(without);
    }
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
                          + " 'epochs'; remove it, or give this row its own list"));
    }
  }

  /** Settings that would have no effect, which their author cannot have intended. */
  private void checkUse() {
    if (settings.optimizer() != TrainingSettings.Optimizer.SGD) {
      String optimizer = settings.optimizer().name().toLowerCase(Locale.ROOT);
      unused(
          "momentum", "is for the optimizer 'sgd', but 'optimizer' is '" + optimizer + "'", "sgd");
      unused(
          "nesterov", "is for the optimizer 'sgd', but 'optimizer' is '" + optimizer + "'", "sgd");
    }
    if (settings.schedule() != TrainingSettings.Schedule.STEP) {
      String schedule = settings.schedule().name().toLowerCase(Locale.ROOT);
      String why =
          "is for the schedule 'step', but 'schedule' is '" + schedule + "', which never decays";
      Stream.of("decay-epochs", "decay-steps", "decay-factor", "decay-factors")
          .forEach(key -> unused(key, why, "step"));
    }
    if (settings.cropPadding() == 0) {
      unused("crop-fill", "is for random crops, but 'crop-padding' is 0", "a padding");
    }
    if (settings.weightDecay() == 0) {
      unused("weight-decay-on", "is for weight decay, but 'weight-decay' is 0", "a decay");
    }
  }

  private void unused(String key, String why, String wayOut) {
    Object value = given.plain().get(key);
    if (value != null && !List.of().equals(value)) {
      add(key, "'" + key + "' " + why + "; set it to " + wayOut + ", or remove the key");
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
              + " holds out none of the "
              + samples
              + " training samples of "
              + where);
    }
    checkAugmentation(data, where);
    double minibatches = Math.ceil((double) left / settings.batchSize());
    double last = minibatches * settings.epochs();
    settings.decaySteps().stream()
        .filter(point -> point > last)
        .forEach(
            point ->
                add(
                    "decay-steps",
                    "'decay-steps' has "
                        + point.longValue()
                        + ", but training on "
                        + where
                        + " ends after "
                        + (long) last
                        + " minibatches ("
                        + settings.epochs()
                        + " epochs of "
                        + (long) minibatches
                        + "); remove it, or give this row its own list"));
    double updates = minibatches * settings.replays();
    if (updates * settings.epochs() > Integer.MAX_VALUE) {
      add("epochs", "this makes more than " + Integer.MAX_VALUE + " updates on " + where);
    }
  }

  private void checkAugmentation(DataDescription data, String where) {
    long[] shape = data.inputShape();
    int padding = settings.cropPadding();
    boolean image = shape.length == 3;
    int cutout = settings.cutout();
    if (!image && (padding > 0 || settings.horizontalFlip() || cutout > 0)) {
      add(
          padding > 0 ? "crop-padding" : cutout > 0 ? "cutout" : "horizontal-flip",
          "crop-padding, horizontal-flip and cutout need images [channels, height, width], but the"
              + " inputs of "
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
    if (image && cutout >= Math.min(shape[1], shape[2])) {
      add(
          "cutout",
          "'cutout' of "
              + cutout
              + " may hide whole images of "
              + where
              + ", which have "
              + shape[1]
              + "x"
              + shape[2]
              + " pixels; half of a side is usual");
    }
  }

  private void add(String key, String message) {
    Place place = given.place(key);
    problems.add(place, message);
  }
}

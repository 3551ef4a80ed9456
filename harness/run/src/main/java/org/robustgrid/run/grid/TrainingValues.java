package org.robustgrid.run.grid;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.robustgrid.spi.Parameter;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.defense.DefenseDescriptor;
import org.robustgrid.spi.defense.TrainingSettings;
import org.robustgrid.spi.defense.TrainingSettings.CropFill;
import org.robustgrid.spi.defense.TrainingSettings.DecayOn;
import org.robustgrid.spi.defense.TrainingSettings.Optimizer;
import org.robustgrid.spi.defense.TrainingSettings.Schedule;

/** The keys of {@code training:} and what they set; declared as plugins declare parameters. */
public final class TrainingValues {

  /** Share of the training data kept apart to choose on. */
  public static final String VALIDATION = "validation";

  /** The number of epochs; a defense's own parameter of that name goes before it. */
  public static final String NUMBER_OF_EPOCHS = "epochs";

  /** Below 1: what decays or is spread must leave something. */
  private static final double MOST_SHARE = 0.999999;

  private static final TrainingSettings DEFAULT = TrainingSettings.builder().build();

  private static final Parameter<Integer> EPOCHS =
      whole(NUMBER_OF_EPOCHS, DEFAULT.epochs(), 1, "passes over the training data");

  private static final Parameter<Integer> BATCH_SIZE =
      whole("batch-size", DEFAULT.batchSize(), 1, "samples of a step");

  private static final Parameter<Optimizer> OPTIMIZER =
      Parameter.choice("optimizer", Optimizer.class, "the update rule");

  private static final Parameter<Double> LEARNING_RATE =
      Parameter.real("learning-rate", DEFAULT.learningRate(), "base rate").above(0);

  private static final Parameter<Double> MOMENTUM =
      number("momentum", DEFAULT.momentum(), "momentum of sgd");

  private static final Parameter<Boolean> NESTEROV =
      Parameter.flag(
          "nesterov", DEFAULT.nesterov(), "Nesterov's momentum; false: plain, as PyTorch's");

  private static final Parameter<Schedule> SCHEDULE =
      Parameter.choice("schedule", Schedule.class, "how the rate moves");

  private static final Parameter<List<Double>> DECAY_EPOCHS =
      Parameter.reals(
              "decay-epochs",
              List.of(),
              "epochs after which the schedule step decays; may be fractions")
          .atLeast(0);

  private static final Parameter<List<Integer>> DECAY_STEPS =
      Parameter.integers(
              "decay-steps",
              List.of(),
              "minibatches after which the schedule step decays, instead of decay-epochs")
          .atLeast(1);

  private static final Parameter<List<Double>> DECAY_FACTORS =
      Parameter.reals(
              "decay-factors",
              List.of(),
              "factors of the base rate from each decay on, instead of decay-factor")
          .atLeast(0);

  private static final Parameter<Double> DECAY_FACTOR =
      number("decay-factor", DEFAULT.decayFactor(), "factor of a decay");

  private static final Parameter<Double> WARMUP_EPOCHS =
      number("warmup-epochs", DEFAULT.warmupEpochs(), "epochs of linear warm-up");

  private static final Parameter<Double> WEIGHT_DECAY =
      number("weight-decay", DEFAULT.weightDecay(), "L2 penalty on weights");

  private static final Parameter<DecayOn> WEIGHT_DECAY_ON =
      Parameter.choice(
          "weight-decay-on", DecayOn.class, "kernels, or all that is trained (biases, norms)");

  private static final Parameter<Double> AVERAGE_DECAY =
      number(
              "average-decay",
              DEFAULT.averageDecay(),
              "decay of the moving average of weights that is evaluated, 0 for none")
          .atMost(MOST_SHARE);

  private static final Parameter<Double> LABEL_SMOOTHING =
      number(
              "label-smoothing",
              DEFAULT.labelSmoothing(),
              "share of a label that is spread over all classes")
          .atMost(MOST_SHARE);

  private static final Parameter<Double> GRADIENT_CLIP =
      number("gradient-clip", DEFAULT.gradientClip(), "largest gradient norm, 0 for none");

  private static final Parameter<Integer> CROP_PADDING =
      whole("crop-padding", DEFAULT.cropPadding(), 0, "padding of random crops");

  private static final Parameter<CropFill> CROP_FILL =
      Parameter.choice("crop-fill", CropFill.class, "what crops show beyond the image");

  private static final Parameter<Integer> CUTOUT =
      whole("cutout", DEFAULT.cutout(), 0, "side of a grey square in each image, 0 for none");

  private static final Parameter<Boolean> HORIZONTAL_FLIP =
      Parameter.flag("horizontal-flip", DEFAULT.horizontalFlip(), "flip half of the images");

  private static final Parameter<Integer> REPLAYS =
      whole("replays", DEFAULT.replays(), 1, "updates of a minibatch in a row");

  private static final Parameter<Boolean> SELECT_BEST_EPOCH =
      Parameter.flag(
          "select-best-epoch",
          DEFAULT.selectBestEpoch(),
          "keep the epoch with the best validation accuracy");

  private static final Parameter<Double> VALIDATION_SHARE =
      number(VALIDATION, 0.1, "share of the training data to choose on").atMost(0.9);

  /**
   * Keys that a plan holds only if they are not at their defaults: models that were trained before
   * they existed keep their settings to the letter.
   */
  private static final List<Parameter<?>> LATER =
      List.of(
          NESTEROV,
          DECAY_STEPS,
          DECAY_FACTORS,
          WEIGHT_DECAY_ON,
          AVERAGE_DECAY,
          LABEL_SMOOTHING,
          CROP_FILL,
          CUTOUT);

  /** The keys, with defaults, ranges and documentation. */
  public static final DefenseDescriptor DESCRIPTOR =
      DefenseDescriptor.builder("training", "Defaults of every training.")
          .parameters(
              EPOCHS,
              BATCH_SIZE,
              OPTIMIZER,
              LEARNING_RATE,
              MOMENTUM,
              SCHEDULE,
              DECAY_EPOCHS,
              DECAY_FACTOR,
              WARMUP_EPOCHS,
              WEIGHT_DECAY,
              GRADIENT_CLIP,
              CROP_PADDING,
              HORIZONTAL_FLIP,
              REPLAYS,
              SELECT_BEST_EPOCH,
              VALIDATION_SHARE)
          .parameters(LATER)
          .build();

  private TrainingValues() {}

  private static Parameter<Integer> whole(String name, int value, double least, String doc) {
    return Parameter.integer(name, value, doc).atLeast(least).atMost(1_000_000_000);
  }

  private static Parameter<Double> number(String name, double value, String doc) {
    return Parameter.real(name, value, doc).atLeast(0);
  }

  /**
   * The grid's values with a row's own on top. The grid's values for an optimizer or a schedule
   * that the row replaces are left out, as they mean nothing for the row's.
   */
  public static Map<String, Object> merge(Map<String, Object> grid, Map<String, Object> row) {
    Map<String, Object> merged = new LinkedHashMap<>(grid);
    if (replaces(row, OPTIMIZER, "sgd")) {
      merged.keySet().removeAll(List.of(MOMENTUM.name(), NESTEROV.name()));
    }
    if (replaces(row, SCHEDULE, "step")) {
      merged
          .keySet()
          .removeAll(
              List.of(
                  DECAY_EPOCHS.name(),
                  DECAY_STEPS.name(),
                  DECAY_FACTOR.name(),
                  DECAY_FACTORS.name()));
    }
    merged.putAll(row);
    return merged;
  }

  private static boolean replaces(Map<String, Object> row, Parameter<?> choice, String user) {
    return row.containsKey(choice.name()) && !user.equals(row.get(choice.name()));
  }

  /** Resolved values as a plan holds them. */
  public static Map<String, Object> planned(Map<String, Object> resolved) {
    Map<String, Object> planned = new LinkedHashMap<>(resolved);
    for (Parameter<?> later : LATER) {
      planned.remove(later.name(), later.defaultValue().orElseThrow());
    }
    return planned;
  }

  /** The settings of resolved or planned values. */
  public static TrainingSettings settings(Map<String, Object> resolved) {
    Parameters values = Parameters.of(DESCRIPTOR, resolved);
    return TrainingSettings.builder()
        .epochs(values.get(EPOCHS))
        .batchSize(values.get(BATCH_SIZE))
        .optimizer(values.get(OPTIMIZER))
        .learningRate(values.get(LEARNING_RATE))
        .momentum(values.get(MOMENTUM))
        .nesterov(values.get(NESTEROV))
        .schedule(values.get(SCHEDULE))
        .decayPoints(values.get(DECAY_EPOCHS))
        .decaySteps(values.get(DECAY_STEPS).stream().map(Integer::doubleValue).toList())
        .decayFactor(values.get(DECAY_FACTOR))
        .decayFactors(values.get(DECAY_FACTORS))
        .warmupEpochs(values.get(WARMUP_EPOCHS))
        .weightDecay(values.get(WEIGHT_DECAY))
        .weightDecayOn(values.get(WEIGHT_DECAY_ON))
        .averageDecay(values.get(AVERAGE_DECAY))
        .labelSmoothing(values.get(LABEL_SMOOTHING))
        .gradientClip(values.get(GRADIENT_CLIP))
        .cropPadding(values.get(CROP_PADDING))
        .cropFill(values.get(CROP_FILL))
        .cutout(values.get(CUTOUT))
        .horizontalFlip(values.get(HORIZONTAL_FLIP))
        .replays(values.get(REPLAYS))
        .selectBestEpoch(values.get(SELECT_BEST_EPOCH))
        .build();
  }
}

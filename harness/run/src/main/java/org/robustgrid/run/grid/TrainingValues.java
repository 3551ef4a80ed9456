package org.robustgrid.run.grid;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.robustgrid.spi.Descriptor;
import org.robustgrid.spi.ParameterDeclaration;
import org.robustgrid.spi.Parameters;
import org.robustgrid.spi.defense.TrainingSettings;
import org.robustgrid.spi.defense.TrainingSettings.Optimizer;
import org.robustgrid.spi.defense.TrainingSettings.Schedule;

/** The keys of {@code training:} and what they set; declared as plugins declare parameters. */
public final class TrainingValues {

  /** Share of the training data kept apart to choose on. */
  public static final String VALIDATION = "validation";

  private static final TrainingSettings DEFAULT = TrainingSettings.builder().build();

  /** The keys, with defaults, ranges and documentation. */
  public static final Descriptor DESCRIPTOR =
      Descriptor.builder("training", "Defaults of every training.")
          .parameters(
              whole("epochs", DEFAULT.epochs(), 1, "passes over the training data"),
              whole("batch-size", DEFAULT.batchSize(), 1, "samples of a step"),
              choice("optimizer", Optimizer.values(), "the update rule"),
              ParameterDeclaration.number("learning-rate", DEFAULT.learningRate(), "base rate")
                  .above(0),
              number("momentum", DEFAULT.momentum(), "Nesterov momentum of sgd"),
              choice("schedule", Schedule.values(), "how the rate moves"),
              ParameterDeclaration.numbers(
                      "decay-epochs",
                      List.of(),
                      "epochs after which the schedule step decays; may be fractions")
                  .atLeast(0),
              number("decay-factor", DEFAULT.decayFactor(), "factor of a decay"),
              number("warmup-epochs", DEFAULT.warmupEpochs(), "epochs of linear warm-up"),
              number("weight-decay", DEFAULT.weightDecay(), "L2 penalty on weights"),
              number("gradient-clip", DEFAULT.gradientClip(), "largest gradient norm, 0 for none"),
              whole("crop-padding", DEFAULT.cropPadding(), 0, "padding of random crops"),
              ParameterDeclaration.flag(
                  "horizontal-flip", DEFAULT.horizontalFlip(), "flip half of the images"),
              whole("replays", DEFAULT.replays(), 1, "updates of a minibatch in a row"),
              ParameterDeclaration.flag(
                  "select-best-epoch",
                  DEFAULT.selectBestEpoch(),
                  "keep the epoch with the best validation accuracy"),
              number(VALIDATION, 0.1, "share of the training data to choose on").atMost(0.9))
          .build();

  private TrainingValues() {}

  private static ParameterDeclaration whole(String name, long value, double least, String doc) {
    return ParameterDeclaration.integer(name, value, doc).atLeast(least).atMost(1_000_000_000);
  }

  private static ParameterDeclaration number(String name, double value, String doc) {
    return ParameterDeclaration.number(name, value, doc).atLeast(0);
  }

  private static ParameterDeclaration choice(String name, Enum<?>[] values, String doc) {
    List<String> names = List.of(values).stream().map(v -> id(v)).toList();
    return ParameterDeclaration.choice(name, names, doc);
  }

  private static String id(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** The grid's values with a row's own on top. */
  public static Map<String, Object> merge(Map<String, Object> grid, Map<String, Object> row) {
    Map<String, Object> merged = new LinkedHashMap<>(grid);
    merged.putAll(row);
    return merged;
  }

  /** The settings of resolved values. */
  public static TrainingSettings settings(Map<String, Object> resolved) {
    Parameters values = Parameters.of(DESCRIPTOR, resolved);
    return TrainingSettings.builder()
        .epochs((int) values.integer("epochs"))
        .batchSize((int) values.integer("batch-size"))
        .optimizer(Optimizer.valueOf(values.text("optimizer").toUpperCase(Locale.ROOT)))
        .learningRate(values.number("learning-rate"))
        .momentum(values.number("momentum"))
        .schedule(Schedule.valueOf(values.text("schedule").toUpperCase(Locale.ROOT)))
        .decayPoints(values.numbers("decay-epochs"))
        .decayFactor(values.number("decay-factor"))
        .warmupEpochs(values.number("warmup-epochs"))
        .weightDecay(values.number("weight-decay"))
        .gradientClip(values.number("gradient-clip"))
        .cropPadding((int) values.integer("crop-padding"))
        .horizontalFlip(values.flag("horizontal-flip"))
        .replays((int) values.integer("replays"))
        .selectBestEpoch(values.flag("select-best-epoch"))
        .build();
  }
}

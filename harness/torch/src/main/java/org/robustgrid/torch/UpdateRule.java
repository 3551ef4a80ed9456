package org.robustgrid.torch;

import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Adam;
import org.robustgrid.spi.defense.TrainingSettings;

/**
 * The numbers of the trainer's update rules, in the precision in which Deeplearning4j calculates
 * them: Adam (Kingma and Ba 2015, the efficient form at the end of section 2), Nesterov momentum
 * and plain momentum.
 */
final class UpdateRule {

  private final TrainingSettings settings;
  private final boolean narrow;

  UpdateRule(TrainingSettings settings, DataType precision) {
    this.settings = settings;
    this.narrow = precision == DataType.FLOAT;
  }

  /** As {@code robustgrid_torch.py} names it. */
  String name() {
    return switch (settings.optimizer()) {
      case ADAM -> "adam";
      case SGD -> settings.nesterov() ? "nesterov" : "momentum";
    };
  }

  /** Values of state for each parameter. */
  int statePerParameter() {
    return settings.optimizer() == TrainingSettings.Optimizer.ADAM ? 2 : 1;
  }

  /**
   * The numbers of one update.
   *
   * @param step counted from 0
   */
  Map<String, Object> numbers(double learningRate, int step) {
    double rate = rounded(learningRate);
    double momentum = rounded(settings.momentum());
    return switch (name()) {
      case "adam" -> adam(rate, step);
      case "nesterov" ->
          Map.of("rate", rate, "momentum", momentum, "ahead", rounded(-momentum - 1));
      default -> Map.of("rate", rate, "momentum", momentum);
    };
  }

  private Map<String, Object> adam(double rate, int step) {
    double first = rounded(Adam.DEFAULT_ADAM_BETA1_MEAN_DECAY);
    double second = rounded(Adam.DEFAULT_ADAM_BETA2_VAR_DECAY);
    double epsilon = rounded(Adam.DEFAULT_ADAM_EPSILON);
    double firstPower = rounded(Math.pow(first, step + 1.0));
    double secondPower = rounded(Math.pow(second, step + 1.0));
    double root = rounded(Math.sqrt(rounded(1 - secondPower)));
    double corrected = rounded(rounded(rate * root) / (1 - firstPower));
    return Map.of(
        "rate",
        // as Deeplearning4j has it where the rate is 0
        corrected == 0 || !Double.isFinite(corrected) ? epsilon : corrected,
        "first",
        first,
        "first-rest",
        rounded(1 - first),
        "second",
        second,
        "second-rest",
        rounded(1 - second),
        "epsilon",
        epsilon);
  }

  private double rounded(double value) {
    return narrow ? (float) value : value;
  }
}

package org.robustgrid.cli.command;

import org.robustgrid.numerics.loss.Softmax;

/** What the numbers are that a model's own program gives for each class. */
enum ModelOutput {
  LOGITS("logits", "logit"),
  /** Of a model that ends in softmax, or in the sigmoid of one number. */
  PROBABILITIES("probabilities", "probability"),
  /** Of a model that ends in log-softmax. */
  LOG_PROBABILITIES("log-probabilities", "log-probability");

  /** How far from 1 one sample's probabilities may sum: many roundings in single precision. */
  private static final double ROUNDING = 1e-4;

  private final String plural;
  private final String singular;

  ModelOutput(String plural, String singular) {
    this.plural = plural;
    this.singular = singular;
  }

  String plural() {
    return plural;
  }

  String singular() {
    return singular;
  }

  /** {@link #LOGITS}, unless the probabilities of every row of {@code classes} values sum to 1. */
  static ModelOutput of(double[] values, int classes) {
    boolean probabilities = values.length > 0;
    boolean logarithms = values.length > 0;
    for (int row = 0; row < values.length; row += classes) {
      double sum = 0;
      boolean fractions = true;
      for (int c = 0; c < classes; c++) {
        sum += values[row + c];
        fractions &= values[row + c] >= 0 && values[row + c] <= 1;
      }
      probabilities &= fractions && Math.abs(sum - 1) <= ROUNDING;
      logarithms &= Math.abs(Softmax.logSumExp(values, row, classes)) <= ROUNDING;
    }
    return probabilities ? PROBABILITIES : logarithms ? LOG_PROBABILITIES : LOGITS;
  }

  /**
   * Two classes from one number for each sample: z as the logits 0 and z, or, if no number is
   * outside [0, 1], the probability of the second class.
   */
  static double[] twoClasses(double[] numbers) {
    boolean probabilities = true;
    for (double number : numbers) {
      probabilities &= number >= 0 && number <= 1;
    }
    double[] classes = new double[2 * numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      classes[2 * i] = probabilities ? 1 - numbers[i] : 0;
      classes[2 * i + 1] = numbers[i];
    }
    return classes;
  }

  /** The rows of {@code classes} logits as this kind of output. */
  double[] from(double[] logits, int classes) {
    if (this == LOGITS) {
      return logits;
    }
    double[] values = new double[logits.length];
    for (int row = 0; row < logits.length; row += classes) {
      if (this == PROBABILITIES) {
        Softmax.probabilities(logits, row, classes, values);
      } else {
        Softmax.logProbabilities(logits, row, classes, values);
      }
    }
    return values;
  }
}

package org.robustgrid.cli.command;

import java.util.Locale;

/**
 * A network's outputs beside those that its own program gave.
 *
 * @param output what both are
 * @param largest difference of two
 * @param sample whose outputs they are
 * @param scale the largest expected output's size
 * @param samples compared
 * @param decisions samples of which both decide the same
 */
record OutputComparison(
    ModelOutput output, double largest, int sample, double scale, int samples, int decisions) {

  /** The logits of a network beside what is expected, as the kind of output that this is. */
  static OutputComparison of(double[] logits, double[] expected, int classes) {
    ModelOutput output = ModelOutput.of(expected, classes);
    double[] actual = output.from(logits, classes);
    double largest = 0;
    double scale = 0;
    int worst = 0;
    int samples = expected.length / classes;
    int same = 0;
    for (int sample = 0; sample < samples; sample++) {
      int decided = 0;
      int wanted = 0;
      for (int c = 0; c < classes; c++) {
        int at = sample * classes + c;
        double difference = Math.abs(actual[at] - expected[at]);
        // a NaN on either side differs from everything
        if (difference > largest || Double.isNaN(difference) && !Double.isNaN(largest)) {
          largest = Double.isNaN(difference) ? Double.NaN : difference;
          worst = sample;
        }
        scale = Math.max(scale, Math.abs(expected[at]));
        decided = actual[at] > actual[sample * classes + decided] ? c : decided;
        wanted = expected[at] > expected[sample * classes + wanted] ? c : wanted;
      }
      same += decided == wanted ? 1 : 0;
    }
    return new OutputComparison(output, largest, worst, scale, samples, same);
  }

  String describe() {
    return String.format(
        Locale.ROOT,
        "largest difference of %s %.2e (sample %d), the largest %s is %.2e; %d of %d"
            + " decisions are the same",
        output.plural(),
        largest,
        sample,
        output.singular(),
        scale,
        decisions,
        samples);
  }
}

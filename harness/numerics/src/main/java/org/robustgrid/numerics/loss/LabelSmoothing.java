package org.robustgrid.numerics.loss;

/** The term that label smoothing adds to a loss of the form −z_y plus a term without the label. */
final class LabelSmoothing {

  private LabelSmoothing() {}

  static double require(double smoothing) {
    if (!(smoothing >= 0 && smoothing < 1)) {
      throw new IllegalArgumentException(
          "label smoothing must be at least 0 and below 1, but is " + smoothing);
    }
    return smoothing;
  }

  /** Adds the gradient of s (z_y − mean z), and returns that. */
  static double add(double smoothing, int label, double[] logits, double[] gradient) {
    double mean = 0;
    for (int i = 0; i < logits.length; i++) {
      mean += logits[i] / logits.length;
      gradient[i] -= smoothing / logits.length;
    }
    gradient[label] += smoothing;
    return smoothing * (logits[label] - mean);
  }
}

package org.robustgrid.numerics.loss;

/**
 * Softmax, its logarithm and logsumexp of one sample's logits, shifted so that nothing overflows.
 *
 * @since 0.1
 */
public final class Softmax {

  private Softmax() {}

  /** log Σ exp z over {@code logits[offset … offset + classes)}. */
  public static double logSumExp(double[] logits, int offset, int classes) {
    double max = max(logits, offset, classes);
    double sum = 0;
    for (int i = 0; i < classes; i++) {
      sum += Math.exp(logits[offset + i] - max);
    }
    return max + Math.log(sum);
  }

  /** Writes exp(z − logsumexp z) to {@code probabilities} at the same places. */
  public static void probabilities(
      double[] logits, int offset, int classes, double[] probabilities) {
    double max = max(logits, offset, classes);
    double sum = 0;
    for (int i = 0; i < classes; i++) {
      double e = Math.exp(logits[offset + i] - max);
      probabilities[offset + i] = e;
      sum += e;
    }
    for (int i = 0; i < classes; i++) {
      probabilities[offset + i] /= sum;
    }
  }

  /** Writes z − logsumexp z to {@code logProbabilities} at the same places. */
  public static void logProbabilities(
      double[] logits, int offset, int classes, double[] logProbabilities) {
    double logSum = logSumExp(logits, offset, classes);
    for (int i = 0; i < classes; i++) {
      logProbabilities[offset + i] = logits[offset + i] - logSum;
    }
  }

  /** The first largest logit's class, or −1 when a logit is NaN: such a row predicts nothing. */
  public static int prediction(double[] logits, int offset, int classes) {
    int best = 0;
    for (int i = 0; i < classes; i++) {
      if (Double.isNaN(logits[offset + i])) {
        return -1;
      }
      if (logits[offset + i] > logits[offset + best]) {
        best = i;
      }
    }
    return best;
  }

  private static double max(double[] logits, int offset, int classes) {
    double max = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < classes; i++) {
      max = Math.max(max, logits[offset + i]);
    }
    return max;
  }
}

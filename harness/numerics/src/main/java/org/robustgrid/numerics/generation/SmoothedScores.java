package org.robustgrid.numerics.generation;

import org.robustgrid.numerics.loss.Softmax;

/**
 * Scores of a network smoothed by noise (Kaur et al. 2019, section 2): soft, the mean softmax;
 * hard, the share of draws that predict a class; and the mean logit.
 *
 * @param soft [rows × classes]
 * @param counts draws that predict each class, [rows × classes]
 * @param logits mean logits, [rows × classes]
 * @param draws how many
 * @since 0.1
 */
public record SmoothedScores(double[] soft, int[] counts, double[] logits, int draws) {

  /**
   * Scores of draws.
   *
   * @param drawn [draws][rows × classes]
   */
  public static SmoothedScores of(double[][] drawn, int classes) {
    int length = drawn[0].length;
    double[] soft = new double[length];
    double[] mean = new double[length];
    int[] counts = new int[length];
    double[] p = new double[length];
    for (double[] logits : drawn) {
      for (int offset = 0; offset < length; offset += classes) {
        Softmax.probabilities(logits, offset, classes, p);
        int predicted = Softmax.prediction(logits, offset, classes);
        if (predicted >= 0) {
          counts[offset + predicted]++;
        }
      }
      for (int i = 0; i < length; i++) {
        soft[i] += p[i] / drawn.length;
        mean[i] += logits[i] / drawn.length;
      }
    }
    return new SmoothedScores(soft, counts, mean, drawn.length);
  }

  /** The share of draws that predict each class. */
  public double[] hard() {
    double[] shares = new double[counts.length];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = (double) counts[i] / draws;
    }
    return shares;
  }
}

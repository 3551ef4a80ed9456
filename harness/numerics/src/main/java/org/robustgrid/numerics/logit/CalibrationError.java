package org.robustgrid.numerics.logit;

/**
 * Expected calibration error (Guo et al. 2017) over bins of equal width.
 *
 * @since 0.1
 */
public final class CalibrationError {

  private CalibrationError() {}

  /**
   * Σ_bins (share of samples) · |accuracy − mean confidence|, a bin (b/bins, (b+1)/bins] over the
   * largest probability.
   *
   * @param probabilities [samples][classes]
   * @param labels length = samples
   */
  public static double of(double[][] probabilities, int[] labels, int bins) {
    double[] balance = new double[bins];
    for (int row = 0; row < labels.length; row++) {
      int predicted = LogitRanking.order(probabilities[row])[0];
      double confidence = probabilities[row][predicted];
      int bin = 0;
      while (bin < bins - 1 && confidence > (bin + 1.0) / bins) {
        bin++;
      }
      balance[bin] += (predicted == labels[row] ? 1 : 0) - confidence;
    }
    double sum = 0;
    for (double difference : balance) {
      sum += Math.abs(difference);
    }
    return sum / labels.length;
  }
}

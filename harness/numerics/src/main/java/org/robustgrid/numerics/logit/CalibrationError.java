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
    return ReliabilityDiagram.of(probabilities, labels, bins, ReliabilityDiagram.Edge.RIGHT)
        .calibrationError();
  }
}

package org.robustgrid.analyses.reading;

import java.util.Arrays;
import org.robustgrid.numerics.summary.Moments;
import org.robustgrid.spi.analysis.AnalysisResult;

/**
 * A skewness with its 95 % interval by the infinitesimal jackknife (Efron 1982). The standard error
 * is that of the mean of the influences z³ − g − 3z − 3g(z² − 1)/2, where z are the standardised
 * values and g is their skewness.
 */
record Skewness(double value, double low, double high) {

  /** Computes the skewness of values with known moments, which are not all equal. */
  static Skewness of(Moments moments, double... values) {
    double g = moments.skewness();
    double[] influences =
        Arrays.stream(values)
            .map(value -> (value - moments.mean()) / moments.deviation())
            .map(z -> z * z * z - g - 3 * z - 1.5 * g * (z * z - 1))
            .toArray();
    double error = Mean.Z * Moments.of(influences).deviation() / Math.sqrt(values.length);
    return new Skewness(g, g - error, g + error);
  }

  /** Adds the skewness to a result as a figure. */
  void add(String name, AnalysisResult.Builder result) {
    result.figure(name, value, low, high, "");
  }
}

package org.robustgrid.analyses.reading;

import org.robustgrid.numerics.summary.Moments;
import org.robustgrid.spi.analysis.AnalysisResult;

/** A mean over samples with its 95 % interval by the normal approximation: mean ± 1.96 s / √n. */
public record Mean(double value, double low, double high) {

  /** The standard normal distribution's quantile of 97.5 %. */
  static final double Z = 1.959963984540054;

  /** Computes the mean of at least one value. */
  public static Mean of(double... values) {
    return of(Moments.of(values), values.length);
  }

  /** Computes the mean of {@code values} values with known moments. */
  static Mean of(Moments moments, int values) {
    double error = Z * moments.deviation() / Math.sqrt(values);
    return new Mean(moments.mean(), moments.mean() - error, moments.mean() + error);
  }

  /** Adds the mean to a result as a figure. */
  public void add(String name, String unit, AnalysisResult.Builder result) {
    result.figure(name, value, low, high, unit);
  }
}

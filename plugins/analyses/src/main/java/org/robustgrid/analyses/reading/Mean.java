package org.robustgrid.analyses.reading;

import org.robustgrid.numerics.summary.Moments;
import org.robustgrid.spi.analysis.AnalysisResult;

/** A mean over samples with its 95 % interval by the normal approximation. */
public record Mean(double value, double low, double high) {

  private static final double Z = 1.96;

  /** The mean of values, at least one. */
  public static Mean of(double... values) {
    return of(Moments.of(values), values.length);
  }

  /** The mean of {@code count} values whose moments are known. */
  static Mean of(Moments moments, int values) {
    double error = Z * moments.deviation() / Math.sqrt(values);
    return new Mean(moments.mean(), moments.mean() - error, moments.mean() + error);
  }

  /** Adds it to a result as a figure. */
  public void add(String name, String unit, AnalysisResult.Builder result) {
    result.figure(name, value, low, high, unit);
  }
}

package org.robustgrid.analyses.reading;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.robustgrid.numerics.summary.Bins;
import org.robustgrid.numerics.summary.Moments;
import org.robustgrid.spi.analysis.AnalysisResult;
import org.robustgrid.spi.analysis.Series;

/** Adds the distribution of values to a result: moments as figures, histograms as series. */
public final class Distribution {

  private final String quantity;
  private final String unit;
  private final int bins;

  /**
   * Creates distributions of a quantity.
   *
   * @param quantity name of the quantity, such as {@code largest logit}
   * @param unit unit of the figures; empty for a pure number
   * @param bins number of bins of a histogram
   */
  public Distribution(String quantity, String unit, int bins) {
    this.quantity = quantity;
    this.unit = unit;
    this.bins = bins;
  }

  /**
   * Adds moments, and histograms with common bins of equal width.
   *
   * @param of values by name; names without values are left out
   */
  public void add(Map<String, double[]> of, AnalysisResult.Builder result) {
    of.forEach((name, values) -> moments(name, values, result));
    histograms(of, result);
  }

  /** Adds only the histograms. */
  public void histograms(Map<String, double[]> of, AnalysisResult.Builder result) {
    double[] all = of.values().stream().flatMapToDouble(DoubleStream::of).toArray();
    double low = Arrays.stream(all).min().orElse(0);
    double high = Arrays.stream(all).max().orElse(0);
    if (!(low < high)) {
      if (all.length > 0) {
        result.note("Every value of the " + quantity + " is " + low + ".");
      }
      return;
    }
    Bins edges = Bins.even(low, high, bins);
    of.forEach(
        (name, values) -> {
          if (values.length > 0) {
            result.series(histogram(name, values, edges));
          }
        });
  }

  private void moments(String name, double[] values, AnalysisResult.Builder result) {
    if (values.length == 0) {
      return;
    }
    Moments moments = Moments.of(values);
    String what = quantity + ", " + name;
    Mean.of(moments, values.length).add(what + ", mean", unit, result);
    result.figure(what + ", standard deviation", moments.deviation(), unit);
    if (Double.isFinite(moments.skewness())) {
      Skewness.of(moments, values).add(what + ", skewness", result);
    }
  }

  private Series histogram(String name, double[] values, Bins bins) {
    int[] counts = bins.counts(values);
    double[] edges = bins.edges();
    List<Double> centres = new ArrayList<>();
    List<Double> densities = new ArrayList<>();
    for (int bin = 0; bin < counts.length; bin++) {
      double width = edges[bin + 1] - edges[bin];
      centres.add((edges[bin] + edges[bin + 1]) / 2);
      densities.add(counts[bin] / (values.length * width));
    }
    return new Series(name, quantity, "density", centres, densities);
  }
}

package org.robustgrid.bench.speed;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Arrays;

/**
 * A ratio as measured.
 *
 * @param ratio its name
 * @param batch images the works work on
 * @param median over rounds; above 1, the first of the two works is the faster
 * @param lowest of all rounds
 * @param highest of all rounds
 * @param rounds how many
 */
@JsonPropertyOrder({"ratio", "batch", "median", "lowest", "highest", "rounds"})
record RatioFigure(
    String ratio, int batch, double median, double lowest, double highest, int rounds) {

  /**
   * Sums up rounds.
   *
   * @param ratios of each round, at least one
   */
  static RatioFigure of(String name, int batch, double[] ratios) {
    double[] sorted = ratios.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    double median = n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
    return new RatioFigure(
        name, batch, rounded(median), rounded(sorted[0]), rounded(sorted[n - 1]), n);
  }

  private static double rounded(double value) {
    return Math.rint(value * 1000) / 1000;
  }
}

package org.robustgrid.analyses.reading;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.robustgrid.spi.analysis.AnalysisResult;

/**
 * A share of samples with its 95 % interval by Wilson's method (Wilson 1927).
 *
 * @param value hits divided by samples, 0 to 1
 */
public record Share(double value, double low, double high) {

  /**
   * Computes a share and its interval.
   *
   * @param hits number of samples that are counted, 0 to {@code samples}
   * @param samples number of samples, at least 1
   */
  public static Share of(double hits, int samples) {
    double p = hits / samples;
    double z = Mean.Z * Mean.Z / samples;
    double centre = (p + z / 2) / (1 + z);
    double half = Math.sqrt(p * (1 - p) * z + z * z / 4) / (1 + z);
    return new Share(p, Math.min(p, centre - half), Math.max(p, centre + half));
  }

  /**
   * Computes the mean of at least one independent share. Each side of its interval is √(Σ dᵢ²) / n,
   * where dᵢ is the distance of share i to its own end on that side (Zou and Donner 2008).
   */
  public static Share mean(List<Share> shares) {
    double mean = shares.stream().mapToDouble(Share::value).average().orElseThrow();
    return new Share(
        mean,
        mean - length(shares, share -> share.value() - share.low()),
        mean + length(shares, share -> share.high() - share.value()));
  }

  /** Adds the share to a result as a figure. */
  public void add(String name, AnalysisResult.Builder result) {
    result.figure(name, value, low, high, "");
  }

  private static double length(List<Share> shares, ToDoubleFunction<Share> side) {
    double squares = shares.stream().mapToDouble(side).map(distance -> distance * distance).sum();
    return Math.sqrt(squares) / shares.size();
  }
}

package org.robustgrid.bench.speed;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Arrays;

/**
 * How long a work took, in the fields of the PyTorch peer's lines.
 *
 * @param what the work
 * @param batch images it works on
 * @param bestMillis the shortest run
 * @param medianMillis the middle run, of an even number the later one
 * @param imagesPerSecond from the shortest run
 */
@JsonPropertyOrder({"what", "batch", "best_ms", "median_ms", "images_per_s"})
record Timing(
    String what,
    int batch,
    @JsonProperty("best_ms") double bestMillis,
    @JsonProperty("median_ms") double medianMillis,
    @JsonProperty("images_per_s") double imagesPerSecond) {

  /**
   * Sums up runs.
   *
   * @param seconds of each run, at least one
   */
  static Timing of(String what, int batch, double[] seconds) {
    double[] sorted = seconds.clone();
    Arrays.sort(sorted);
    double best = sorted[0];
    return new Timing(
        what,
        batch,
        rounded(best * 1e3, 100),
        rounded(sorted[sorted.length / 2] * 1e3, 100),
        rounded(batch / best, 10));
  }

  private static double rounded(double value, int scale) {
    return Math.rint(value * scale) / scale;
  }
}

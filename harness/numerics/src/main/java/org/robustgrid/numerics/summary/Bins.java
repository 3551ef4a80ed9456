package org.robustgrid.numerics.summary;

import java.util.Arrays;

/**
 * Bins [eᵢ, eᵢ₊₁) between given edges; the last bin also holds its right edge. Values outside of
 * the edges, and NaN, are in no bin.
 *
 * @since 0.1
 */
public final class Bins {

  private final double[] edges;

  /**
   * Bins between edges.
   *
   * @param edges at least 2, rising
   * @throws IllegalArgumentException if there are fewer or they do not rise
   */
  public Bins(double... edges) {
    if (edges.length < 2) {
      throw new IllegalArgumentException("bins need at least 2 edges, but got " + edges.length);
    }
    for (int i = 1; i < edges.length; i++) {
      if (!(edges[i - 1] < edges[i])) {
        throw new IllegalArgumentException(
            "edges must rise, but " + edges[i - 1] + " is followed by " + edges[i]);
      }
    }
    this.edges = edges.clone();
  }

  /** {@code count} bins of equal width over [low, high]. */
  public static Bins even(double low, double high, int count) {
    double[] edges = new double[count + 1];
    for (int i = 0; i <= count; i++) {
      edges[i] = i == count ? high : low + (high - low) * i / count;
    }
    return new Bins(edges);
  }

  public int count() {
    return edges.length - 1;
  }

  /** The edges, one more than bins. */
  public double[] edges() {
    return edges.clone();
  }

  /** The bin that holds a value, counted from 0; −1 if none does. */
  public int of(double value) {
    if (!(value >= edges[0] && value <= edges[edges.length - 1])) {
      return -1;
    }
    int found = Arrays.binarySearch(edges, value);
    int bin = found >= 0 ? found : -found - 2;
    return Math.min(bin, count() - 1);
  }

  /** How many values each bin holds. */
  public int[] counts(double[] values) {
    int[] counts = new int[count()];
    for (double value : values) {
      int bin = of(value);
      if (bin >= 0) {
        counts[bin]++;
      }
    }
    return counts;
  }
}

package org.robustgrid.leaderboard.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Median and mean of distances, of which some are infinite, with intervals over samples.
 *
 * <p>Seeds do not make more samples: figures and ends of intervals are the means of the seeds', as
 * if these went together, and the mean is of each sample's mean over seeds.
 *
 * @param values one array a seed, of the same length; at least 0, infinite ones allowed
 */
public record DistanceStatistics(List<double[]> values) {

  /** A figure with its interval; each may be infinite. */
  public record Estimate(double value, double low, double high) {}

  public DistanceStatistics {
    values = List.copyOf(values);
    if (values.stream().mapToInt(v -> v.length).distinct().count() != 1
        || values.get(0).length == 0) {
      throw new IllegalArgumentException("distances of one length by seed, at least one sample");
    }
  }

  public int samples() {
    return values.get(0).length;
  }

  /** How many samples have an infinite distance, mean over seeds. */
  public double unbroken() {
    return values.stream()
        .mapToLong(v -> Arrays.stream(v).filter(Double::isInfinite).count())
        .average()
        .orElse(0);
  }

  /**
   * The median with its interval of order statistics (David and Nagaraja 2003, section 7.1): from
   * the r-th smallest to the r-th largest value, r the largest for which Bin(n, ½) lies below r
   * with a probability of half the error at most. With too few samples for any r, from 0 to
   * infinity.
   */
  public Estimate median(double confidence) {
    int n = samples();
    BinomialDistribution half = BinomialDistribution.of(n, 0.5);
    int r = 0;
    while (half.cumulativeProbability(r) <= (1 - confidence) / 2) {
      r++;
    }
    double median = 0;
    double low = 0;
    double high = 0;
    for (double[] seed : values) {
      double[] sorted = seed.clone();
      Arrays.sort(sorted);
      median += (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
      low += r == 0 ? 0 : sorted[r - 1];
      high += r == 0 ? Double.POSITIVE_INFINITY : sorted[n - r];
    }
    return new Estimate(median / values.size(), low / values.size(), high / values.size());
  }

  /**
   * The mean with Student's interval.
   *
   * @param most larger distances, infinite ones too, count as this
   */
  public Estimate mean(double most, double confidence) {
    int n = samples();
    List<Double> means = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      double sum = 0;
      for (double[] seed : values) {
        sum += Math.min(seed[i], most);
      }
      means.add(sum / values.size());
    }
    double mean = means.stream().mapToDouble(Double::doubleValue).sum() / n;
    if (Double.isInfinite(mean)) {
      return new Estimate(mean, mean, mean);
    }
    if (n < 2) {
      return new Estimate(mean, 0, Double.POSITIVE_INFINITY);
    }
    double squares = 0;
    for (double value : means) {
      squares += (value - mean) * (value - mean);
    }
    double t = TDistribution.of(n - 1).inverseCumulativeProbability((1 + confidence) / 2);
    double error = t * Math.sqrt(squares / (n - 1) / n);
    return new Estimate(mean, Math.max(0, mean - error), mean + error);
  }

  /** How many samples are farther away than a radius, mean over seeds. */
  public double beyond(double radius) {
    return values.stream()
        .mapToLong(v -> Arrays.stream(v).filter(distance -> distance > radius).count())
        .average()
        .orElse(0);
  }
}

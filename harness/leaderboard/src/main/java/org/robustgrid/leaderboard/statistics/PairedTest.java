package org.robustgrid.leaderboard.statistics;

/**
 * What ranks need of a {@link PairedComparison}: the same difference and p-value, without interval
 * and samples. A board of a hundred rows has thousands of pairs in each column.
 *
 * @param difference the first rate less the second
 * @param p two-sided
 */
public record PairedTest(double difference, double p) {

  /**
   * Compares outcomes of the same samples in the same order, as far as both go; they have at least
   * one in common.
   */
  public static PairedTest of(Outcomes first, Outcomes second) {
    int samples = Math.min(first.samples(), second.samples());
    Outcomes a = first.first(samples);
    Outcomes b = second.first(samples);
    if (a.seeds() > 1 || b.seeds() > 1) {
      TwoLevelComparison comparison = TwoLevelComparison.of(a, b, Intervals.CONFIDENCE);
      return new PairedTest(comparison.difference().estimate(), comparison.p());
    }
    int onlyFirst = a.onlyRight(b);
    int onlySecond = b.onlyRight(a);
    return new PairedTest(
        (onlyFirst - onlySecond) / (double) samples, McNemar.twoSided(onlyFirst, onlySecond));
  }
}

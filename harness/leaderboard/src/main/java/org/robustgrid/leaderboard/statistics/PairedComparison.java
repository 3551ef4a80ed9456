package org.robustgrid.leaderboard.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Two defenses on the same samples. With one seed each, McNemar's exact test and Tango's interval;
 * with several seeds on a side, {@link TwoLevelComparison}.
 *
 * @param samples how many samples both have outcomes of
 * @param firstRate share of right answers of the first, over its seeds
 * @param secondRate the same for the second
 * @param difference the first rate less the second
 * @param p two-sided
 * @param onlyFirst positions of the samples that the first gets right under a larger share of its
 *     seeds than the second; with one seed each, that only the first gets right
 * @param onlySecond the other way round
 * @param twoLevel what several seeds add; empty with one seed each
 */
public record PairedComparison(
    int samples,
    double firstRate,
    double secondRate,
    Difference difference,
    double p,
    List<Integer> onlyFirst,
    List<Integer> onlySecond,
    Optional<TwoLevelComparison> twoLevel) {

  /** The significance level: two defenses differ if the (adjusted) p-value is at most this. */
  public static final double LEVEL = 0.05;

  /**
   * Compares outcomes of the same samples in the same order, as far as both go; they have at least
   * one in common.
   */
  public static PairedComparison of(Outcomes first, Outcomes second) {
    int samples = Math.min(first.samples(), second.samples());
    return compare(first.first(samples), second.first(samples));
  }

  private static PairedComparison compare(Outcomes first, Outcomes second) {
    List<Integer> onlyFirst = new ArrayList<>();
    List<Integer> onlySecond = new ArrayList<>();
    int[] firstRight = first.rightBySample();
    int[] secondRight = second.rightBySample();
    for (int i = 0; i < firstRight.length; i++) {
      // shares of different numbers of seeds, compared without division
      int order =
          Long.compare(
              (long) firstRight[i] * second.seeds(), (long) secondRight[i] * first.seeds());
      if (order != 0) {
        (order > 0 ? onlyFirst : onlySecond).add(i);
      }
    }
    Optional<TwoLevelComparison> twoLevel =
        first.seeds() == 1 && second.seeds() == 1
            ? Optional.empty()
            : Optional.of(TwoLevelComparison.of(first, second, Intervals.CONFIDENCE));
    return new PairedComparison(
        first.samples(),
        first.rate(),
        second.rate(),
        twoLevel
            .map(TwoLevelComparison::difference)
            .orElseGet(
                () ->
                    TangoInterval.of(
                        onlyFirst.size(),
                        onlySecond.size(),
                        first.samples(),
                        Intervals.CONFIDENCE)),
        twoLevel
            .map(TwoLevelComparison::p)
            .orElseGet(() -> McNemar.twoSided(onlyFirst.size(), onlySecond.size())),
        onlyFirst,
        onlySecond,
        twoLevel);
  }
}

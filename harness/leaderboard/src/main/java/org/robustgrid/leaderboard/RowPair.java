package org.robustgrid.leaderboard;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.robustgrid.leaderboard.statistics.Holm;
import org.robustgrid.leaderboard.statistics.Outcomes;
import org.robustgrid.leaderboard.statistics.PairedComparison;

/**
 * Two rows of a board compared in one column. On a board of minimum distance, a sample is right in
 * the row that is farther away from it.
 *
 * @param first label of a row
 * @param second label of another
 * @param comparison on the samples that both have
 * @param adjusted the p-value, corrected over all pairs that were compared
 */
public record RowPair(String first, String second, PairedComparison comparison, double adjusted) {

  /**
   * Compares every pair of rows that have outcomes, in the order of the rows; Holm's correction is
   * over these pairs.
   *
   * @param rows of one board, whose outcomes are of the same samples in the same order
   */
  public static List<RowPair> all(List<Row> rows, Measure measure) {
    Map<String, Outcomes> outcomes = new TreeMap<>();
    rows.forEach(row -> measure.of(row).ifPresent(o -> outcomes.put(row.label(), o)));
    Map<String, Row> byLabel = new TreeMap<>();
    rows.forEach(row -> byLabel.put(row.label(), row));
    List<String> labels = rows.stream().map(Row::label).filter(outcomes::containsKey).toList();
    List<RowPair> pairs = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      for (int j = i + 1; j < labels.size(); j++) {
        PairedComparison comparison =
            PairedDistances.pair(byLabel.get(labels.get(i)), byLabel.get(labels.get(j)), measure)
                .map(pair -> PairedComparison.of(pair.first(), pair.second()))
                .orElseGet(pairOf(outcomes, labels.get(i), labels.get(j)));
        pairs.add(new RowPair(labels.get(i), labels.get(j), comparison, comparison.p()));
      }
    }
    List<Double> adjusted = Holm.adjust(pairs.stream().map(RowPair::adjusted).toList());
    List<RowPair> corrected = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i++) {
      RowPair pair = pairs.get(i);
      corrected.add(new RowPair(pair.first(), pair.second(), pair.comparison(), adjusted.get(i)));
    }
    return corrected;
  }

  private static Supplier<PairedComparison> pairOf(
      Map<String, Outcomes> outcomes, String first, String second) {
    return () -> PairedComparison.of(outcomes.get(first), outcomes.get(second));
  }

  /** Whether the evidence puts the first above the second. */
  public boolean firstBetter() {
    return adjusted <= PairedComparison.LEVEL && comparison.difference().estimate() > 0;
  }

  /** Whether the evidence puts the second above the first. */
  public boolean secondBetter() {
    return adjusted <= PairedComparison.LEVEL && comparison.difference().estimate() < 0;
  }
}

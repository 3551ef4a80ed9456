package org.robustgrid.report.text;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.robustgrid.leaderboard.Leaderboard.Board;
import org.robustgrid.leaderboard.Leaderboard.Rank;
import org.robustgrid.leaderboard.Leaderboard.Row;
import org.robustgrid.leaderboard.RankIntervals;

/**
 * Who leads a board by worst case: all reliable rows that share the best rank. A row whose
 * evaluation is called unreliable leads nothing, however high its figure.
 *
 * @param rows that share the best rank, the highest rate first; empty where no row is reliable
 * @param above unreliable rows whose upper bound is higher than what leads, the highest first
 * @param ranks of the reliable rows, by label
 */
public record Lead(List<Row> rows, List<Row> above, Map<String, Rank> ranks) {

  private static final Comparator<Row> HIGHEST =
      Comparator.comparingDouble((Row row) -> -row.worst().rate()).thenComparing(Row::label);

  /** Who leads a board. */
  public static Lead of(Board board) {
    Map<String, Rank> ranks = RankIntervals.ofReliable(board.rows());
    List<Row> rows =
        board.rows().stream()
            .filter(row -> ranks.containsKey(row.label()) && ranks.get(row.label()).best() == 1)
            .sorted(HIGHEST)
            .toList();
    double highest = rows.isEmpty() ? -1 : rows.get(0).worst().rate();
    List<Row> above =
        board.rows().stream()
            .filter(row -> row.worst() != null && row.unreliable())
            .filter(row -> row.worst().rate() > highest)
            .sorted(HIGHEST)
            .toList();
    return new Lead(rows, above, ranks);
  }

  /** The highest worst case of a reliable row. */
  public Optional<Double> rate() {
    return rows.stream().findFirst().map(row -> row.worst().rate());
  }

  /** The labels of the rows that share the best rank. */
  public String labels() {
    return rows.stream().map(Row::label).collect(Collectors.joining(", "));
  }

  /** The unreliable rows that stand above, with their bounds; empty where there are none. */
  public String bounds() {
    return above.stream()
        .map(row -> row.label() + " " + Numerals.AT_MOST + Numerals.percent(row.worst().rate()))
        .collect(Collectors.joining(", "));
  }

  /** The rank of a row; empty where it has none, as one whose evaluation is unreliable. */
  public String rank(Row row) {
    return Numerals.rank(ranks.get(row.label()));
  }

  /** All of it as a sentence or two; empty where no row has a worst case. */
  public String words() {
    String lead =
        rows.isEmpty()
            ? ""
            : "Highest worst case: "
                + Numerals.percent(rate().orElseThrow())
                + ", "
                + rows.get(0).label()
                + (rows.size() == 1
                    ? ""
                    : "; not told apart from it: "
                        + rows.stream().skip(1).map(Row::label).collect(Collectors.joining(", ")))
                + ".";
    if (above.isEmpty()) {
      return lead;
    }
    String flagged =
        (rows.isEmpty() ? "No row is reliable. " : "")
            + "Upper bounds only, for their evaluation is called unreliable: "
            + bounds()
            + ".";
    return lead.isEmpty() ? flagged : lead + " " + flagged;
  }
}

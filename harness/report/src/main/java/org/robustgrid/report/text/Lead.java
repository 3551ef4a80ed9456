package org.robustgrid.report.text;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.Distance;
import org.robustgrid.leaderboard.Leaderboard.Rank;
import org.robustgrid.leaderboard.RankIntervals;
import org.robustgrid.leaderboard.Row;

/**
 * The leading rows of a board by worst case: all reliable rows that share the best rank. An
 * unreliable row never leads, however high its figure.
 *
 * @param rows that share the best rank, the highest rate first; empty if no row is reliable
 * @param above unreliable rows whose upper bound is higher than what leads, the highest first
 * @param ranks of the reliable rows, by label
 */
public record Lead(List<Row> rows, List<Row> above, Map<String, Rank> ranks) {

  private static final Comparator<Row> HIGHEST =
      Comparator.comparingDouble((Row row) -> -height(row)).thenComparing(Row::label);

  /** The sort key of rows: the median distance if there is one, else the worst case. */
  private static double height(Row row) {
    Distance distance = Distances.worst(row);
    if (distance == null) {
      return row.worst().rate();
    }
    return distance.median() == null ? Double.POSITIVE_INFINITY : distance.median();
  }

  private static String text(Row row) {
    Distance distance = Distances.worst(row);
    return distance == null
        ? Numerals.percent(row.worst().rate())
        : Distances.number(distance.median());
  }

  /** The leading rows of a board. */
  public static Lead of(Board board) {
    Map<String, Rank> ranks = RankIntervals.ofReliable(board.rows());
    List<Row> rows =
        board.rows().stream()
            .filter(row -> ranks.containsKey(row.label()) && ranks.get(row.label()).best() == 1)
            .sorted(HIGHEST)
            .toList();
    double highest = rows.isEmpty() ? -1 : height(rows.get(0));
    List<Row> above =
        board.rows().stream()
            .filter(row -> row.worst() != null && row.unreliable())
            .filter(row -> height(row) > highest)
            .sorted(HIGHEST)
            .toList();
    return new Lead(rows, above, ranks);
  }

  /** The highest figure of a reliable row: a worst case, or a median distance. */
  public Optional<String> figure() {
    return rows.stream().findFirst().map(Lead::text);
  }

  /** The labels of the rows that share the best rank. */
  public String labels() {
    return rows.stream().map(Row::label).collect(Collectors.joining(", "));
  }

  /** The unreliable rows that stand above, with their bounds; empty if there are none. */
  public String bounds() {
    return above.stream()
        .map(row -> row.label() + " " + Numerals.AT_MOST + text(row))
        .collect(Collectors.joining(", "));
  }

  /** The rank of a row; empty if it has none, as one whose evaluation is unreliable. */
  public String rank(Row row) {
    return Numerals.rank(ranks.get(row.label()));
  }

  /** All of it as a sentence or two; empty if no row has a worst case. */
  public String words() {
    String lead =
        rows.isEmpty()
            ? ""
            : (Distances.worst(rows.get(0)) == null
                    ? "Highest worst case: "
                    : "Largest median distance: ")
                + figure().orElseThrow()
                + ", "
                + rows.get(0).label()
                + (rows.size() == 1
                    ? ""
                    : "; not significantly different: "
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

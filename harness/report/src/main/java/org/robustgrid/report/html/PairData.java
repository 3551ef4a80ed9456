package org.robustgrid.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.Measure;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.RowPair;
import org.robustgrid.leaderboard.statistics.Difference;
import org.robustgrid.report.text.Outcome;
import org.robustgrid.report.text.ThreatModels;

/**
 * The paired differences of the rows of each board, as JSON that the page's script reads. They are
 * computed here, so that the page shows what {@code robustgrid compare} reports.
 */
final class PairData {

  /** The largest number of rows whose pairs the page holds; their number grows with its square. */
  static final int MOST_ROWS = 24;

  private PairData() {}

  /**
   * By anchor of each board with at most {@value #MOST_ROWS} rows, its labels and, by column of the
   * board's table, one entry for each pair of rows in their order: difference and interval in
   * percentage points, corrected p-value, number of samples, and 1 or −1 if the first or second row
   * is significantly higher, 2 if the higher rate is only an upper bound; or 0 without a
   * comparison.
   */
  static String json(Leaderboard leaderboard) {
    return leaderboard.boards().stream()
        .filter(board -> board.rows().size() > 1 && board.rows().size() <= MOST_ROWS)
        .map(board -> string(ThreatModels.anchor(board)) + ":" + board(board))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String board(Board board) {
    List<String> columns = new ArrayList<>();
    columns.add(column(1, board.rows(), Measure.WORST));
    int clean = board.threatModel().minimumDistance() ? 4 : 3;
    columns.add(column(clean, board.rows(), Measure.CLEAN));
    List<String> attacks = List.copyOf(Outcome.attacks(board));
    for (int i = 0; i < attacks.size(); i++) {
      columns.add(column(clean + 1 + i, board.rows(), Measure.attack(attacks.get(i))));
    }
    String labels =
        board.rows().stream()
            .map(row -> string(row.label()))
            .collect(Collectors.joining(",", "[", "]"));
    return "{\"rows\":" + labels + ",\"columns\":{" + String.join(",", columns) + "}}";
  }

  private static String column(int index, List<Row> rows, Measure measure) {
    List<RowPair> pairs = RowPair.all(rows, measure);
    List<String> bounds =
        measure.equals(Measure.CLEAN)
            ? List.of()
            : rows.stream().filter(Row::unreliable).map(Row::label).toList();
    List<String> entries = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < rows.size(); i++) {
      for (int j = i + 1; j < rows.size(); j++) {
        boolean there =
            next < pairs.size()
                && pairs.get(next).first().equals(rows.get(i).label())
                && pairs.get(next).second().equals(rows.get(j).label());
        entries.add(there ? pair(pairs.get(next++), bounds) : "0");
      }
    }
    return "\"" + index + "\":[" + String.join(",", entries) + "]";
  }

  /**
   * @param bounds labels of the rows whose rates are upper bounds
   */
  private static String pair(RowPair pair, List<String> bounds) {
    Difference difference = pair.comparison().difference();
    return String.format(
        Locale.ROOT,
        "[%.1f,%.1f,%.1f,%.2g,%d,%d]",
        100 * difference.estimate(),
        100 * difference.low(),
        100 * difference.high(),
        pair.adjusted(),
        pair.comparison().samples(),
        verdict(pair, bounds));
  }

  private static int verdict(RowPair pair, List<String> bounds) {
    if (pair.firstBetter()) {
      return bounds.contains(pair.first()) ? 2 : 1;
    }
    return !pair.secondBetter() ? 0 : bounds.contains(pair.second()) ? 2 : -1;
  }

  private static String string(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c < ' ' || c == '"' || c == '\\') {
        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }
}

package org.robustgrid.report.html;

import java.util.stream.Collectors;
import org.robustgrid.leaderboard.statistics.PairedComparison;
import org.robustgrid.report.runs.BoardMatch;
import org.robustgrid.report.runs.ColumnMatch;
import org.robustgrid.report.runs.RowMatch;
import org.robustgrid.report.text.PairText;

/** The rows of a board that two runs have, as a sortable table. */
final class RunTable {

  private final BoardMatch board;
  private final String title;

  RunTable(BoardMatch board, String title) {
    this.board = board;
    this.title = title;
  }

  Markup draw() {
    Markup out = new Markup();
    String caption = title + ": accuracy in A and B, and A less B in percentage points";
    out.open("div", "class", "scroll", "role", "region", "tabindex", "0", "aria-label", caption);
    out.open("table").leaf("caption", caption).open("thead").open("tr");
    RateCell.column(out, "Defense", "name", null);
    for (String column : new String[] {"Worst case", "Clean"}) {
      // the difference first: on a phone it is what stands beside the name
      RateCell.column(out, column + " A − B", "number", null);
      RateCell.column(out, column + " A", "number", null);
      RateCell.column(out, column + " B", "number", null);
    }
    out.close().close().open("tbody");
    board.rows().forEach(row -> row(out, row));
    return out.close().close().close();
  }

  private static void row(Markup out, RowMatch row) {
    out.open("tr", "data-row", row.label());
    out.open("th", "scope", "row", "data-sort", row.label());
    out.open("span", "class", "label").leaf("span", row.label()).close();
    out.leaf("span", row.sameWeights() ? "same weights" : "other weights", "class", "kind plainly");
    if (!row.sameAttacks()) {
      out.leaf("span", "worst cases over other attacks", "class", "kind plainly");
    }
    if (!row.changes().isEmpty()) {
      String changes =
          row.changes().stream()
              .map(
                  change ->
                      change.name()
                          + " A "
                          + ComparisonPage.value(change.first())
                          + ", B "
                          + ComparisonPage.value(change.second()))
              .collect(Collectors.joining("; "));
      out.leaf("span", changes, "class", "kind plainly");
    }
    out.close();
    column(out, row.worst(), "worst");
    column(out, row.clean(), null);
    out.close();
  }

  private static void column(Markup out, ColumnMatch column, String kind) {
    difference(out, column);
    RateCell.draw(out, column.first(), kind, marks -> {}, null);
    RateCell.draw(out, column.second(), kind, marks -> {}, null);
  }

  private static void difference(Markup out, ColumnMatch column) {
    if (column.paired().isEmpty()) {
      out.open("td").leaf("span", column.verdict(), "class", "missing").close();
      return;
    }
    PairedComparison paired = column.paired().get();
    double difference = paired.difference().estimate();
    String text = PairText.difference(paired.difference());
    int end = text.indexOf(" [");
    out.open("td", "class", "rate", "data-sort", Double.toString(difference));
    out.leaf("span", text.substring(0, end), "class", "value");
    out.leaf("span", text.substring(end), "class", "interval");
    String p = PairText.p(column.adjusted());
    out.leaf(
        "span",
        " p " + (p.startsWith("<") ? p : "= " + p) + ", n = " + paired.samples(),
        "class",
        "interval");
    String shown = !column.differs() ? "missing" : difference > 0 ? "higher" : "lower";
    out.text(" ").leaf("span", column.verdict(), "class", shown).close();
  }
}

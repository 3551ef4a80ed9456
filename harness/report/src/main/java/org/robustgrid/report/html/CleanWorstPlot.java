package org.robustgrid.report.html;

import static org.robustgrid.report.html.RowStyles.px;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.Leaderboard.Rate;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.report.text.Numerals;

/**
 * The rows of a board as points of worst-case against clean accuracy. Whiskers are the intervals of
 * both.
 *
 * @param rows that have both accuracies
 */
record CleanWorstPlot(List<Row> rows) {

  private static final double RADIUS = 5.2;

  static Optional<CleanWorstPlot> of(Board board) {
    List<Row> both =
        board.rows().stream().filter(row -> row.clean() != null && row.worst() != null).toList();
    return both.size() < 2 ? Optional.empty() : Optional.of(new CleanWorstPlot(both));
  }

  Markup draw(RowStyles styles, String id, String title) {
    // clean accuracy from what is lowest, down to a ten, to 1: rows are seldom far apart
    double least =
        Math.min(
            0.9,
            Math.floor(10 * rows.stream().mapToDouble(r -> r.clean().low()).min().orElse(0)) / 10);
    PlotFrame frame = new PlotFrame(1 - least);
    Markup out = new Markup();
    out.open("figure", "class", "plot scatter");
    out.open("figcaption").leaf("h3", title).close();
    frame.open(out, id, title, description());
    out.open("g", "class", "axes");
    frame.rates(out);
    int step = least < 0.5 ? 20 : least < 0.8 ? 10 : least < 0.9 ? 5 : 2;
    for (int percent = 100; percent >= Math.round(100 * least); percent -= step) {
      frame.tick(
          out, percent / 100.0 - least, percent == 100 ? "100 %" : Integer.toString(percent));
    }
    frame.name(out, "clean accuracy");
    out.close();
    rows.stream()
        .filter(r -> !styles.prominent(r.label()))
        .forEach(r -> point(out, styles, frame, r, least));
    rows.stream()
        .filter(r -> styles.prominent(r.label()))
        .forEach(r -> point(out, styles, frame, r, least));
    out.close();
    Legend.draw(out, rows.stream().map(Row::label).toList(), styles, label -> true);
    if (rows.stream().anyMatch(Row::unreliable)) {
      Legend.explainHollow(out);
    }
    return out.close();
  }

  private static void point(Markup out, RowStyles styles, PlotFrame frame, Row row, double least) {
    Rate clean = row.clean();
    Rate worst = row.worst();
    double x = frame.x(clean.rate() - least);
    double y = PlotFrame.y(worst.rate());
    String faded = styles.prominent(row.label()) ? "" : " faded";
    out.open("g", "class", styles.style(row.label()) + faded, "data-row", row.label());
    out.open("g", "class", row.unreliable() ? "hollow" : null);
    out.leaf("title", row.label() + ": " + words(row));
    out.empty(
        "path",
        "class",
        "whisker",
        "d",
        "M"
            + px(frame.x(clean.low() - least))
            + ","
            + px(y)
            + "H"
            + px(frame.x(clean.high() - least)));
    out.empty(
        "path",
        "class",
        "whisker",
        "d",
        "M" + px(x) + "," + px(PlotFrame.y(worst.low())) + "V" + px(PlotFrame.y(worst.high())));
    styles.marker(out, row.label(), x, y, RADIUS);
    out.close().close();
  }

  private String description() {
    return "Worst-case accuracy against clean accuracy. "
        + rows.stream()
            .map(r -> r.label() + ": " + words(r) + ".")
            .collect(Collectors.joining(" "));
  }

  private static String words(Row row) {
    return Numerals.percent(row.clean().rate())
        + " clean, "
        + (row.unreliable() ? Numerals.AT_MOST : "")
        + Numerals.percent(row.worst().rate())
        + " in the worst case";
  }
}

package org.robustgrid.report.html;

import java.util.Locale;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.Leaderboard.Row;
import org.robustgrid.report.text.CertifiedBoard;
import org.robustgrid.report.text.Outcome;

/** A data set's certified accuracies: a table with intervals, and the plot against the radius. */
final class CertifiedSection {

  private CertifiedSection() {}

  /** A fragment name of the section. */
  static String anchor(String dataset) {
    return "certified-" + dataset.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
  }

  static Markup draw(Leaderboard leaderboard, CertifiedBoard board, Series series) {
    String anchor = anchor(board.dataset());
    String title = board.title(leaderboard);
    Markup out = new Markup();
    out.open("section", "class", "board", "id", anchor, "aria-labelledby", anchor + "-title");
    out.leaf("h2", title, "id", anchor + "-title");
    out.open("div", "class", "scroll", "role", "region", "tabindex", "0", "aria-label", title);
    out.open("table");
    out.leaf("caption", "Accuracy that is proven within an L2 radius, in units of the data");
    out.open("thead").open("tr");
    RateCell.column(out, "Defense", "name", null);
    RateCell.column(out, "Samples", "number", null);
    for (int i = 0; i < board.radii().size(); i++) {
      String sorted = i == 0 ? "descending" : null;
      RateCell.column(out, "Radius " + board.radii().get(i), "number", sorted);
    }
    out.close().close().open("tbody");
    board.rows().forEach(row -> row(out, row, board, series));
    out.close().close().close();
    out.leaf(
        "p",
        "A certified sample is classified correctly, and its decision is proven constant within"
            + " the L2 radius with the confidence that the defense states, whatever a board’s norm. In the plot, filled marks are certified"
            + " accuracy, and the line between them is the lower bound they give. Hollow marks are the worst case that the attacks of the L2 boards"
            + " left of the same samples: what holds in truth lies between.",
        "class",
        "muted explained");
    if (!board.radii().isEmpty()) {
      out.open("div", "class", "plots");
      out.append(
          new CertifiedPlot(board, series)
              .draw(anchor + "-plot", "Certified accuracy against radius"));
      out.close();
    }
    return out.close();
  }

  private static void row(Markup out, Row row, CertifiedBoard board, Series series) {
    out.open("tr", "data-row", row.label());
    out.open("th", "scope", "row", "data-sort", row.label());
    out.open("span", "class", "label").append(series.swatch(row.label()));
    out.leaf("span", row.label()).close().close();
    if (row.certifiedSamples() == null) {
      RateCell.draw(out, Outcome.certified(row, ""), null, marks -> {}, null);
    } else {
      String samples = row.certifiedSamples().toString();
      out.leaf("td", samples, "data-sort", samples);
    }
    board
        .radii()
        .forEach(
            radius -> RateCell.draw(out, Outcome.certified(row, radius), null, marks -> {}, null));
    out.close();
  }
}

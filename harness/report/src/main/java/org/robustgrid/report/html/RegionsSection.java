package org.robustgrid.report.html;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.Leaderboard.Board;
import org.robustgrid.leaderboard.Leaderboard.Row;

/** The decision boundaries of a data set of two features, one plot a row, on the same axes. */
final class RegionsSection {

  private RegionsSection() {}

  /**
   * The section, where this is the data set's last board and its rows have regions; else nothing.
   */
  static Markup after(Leaderboard leaderboard, Board board) {
    List<Board> boards =
        leaderboard.boards().stream().filter(b -> b.dataset().equals(board.dataset())).toList();
    List<Row> rows =
        board.rows().stream().filter(row -> row.regions() != null && row.clean() != null).toList();
    boolean last = boards.get(boards.size() - 1) == board;
    boolean drawable = board.inputs() != null && !board.inputs().isEmpty();
    return last && drawable && !rows.isEmpty() ? draw(leaderboard, boards, rows) : new Markup();
  }

  private static Markup draw(Leaderboard leaderboard, List<Board> boards, List<Row> rows) {
    String dataset = boards.get(0).dataset();
    String anchor = "regions-" + dataset.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    boolean several = leaderboard.boards().size() > boards.size();
    Markup out = new Markup();
    out.open("section", "class", "board", "id", anchor, "aria-labelledby", anchor + "-title");
    out.leaf("h2", (several ? dataset + ": d" : "D") + "ecision regions", "id", anchor + "-title");
    out.open("p", "class", "muted explained");
    out.text(
        "The tint of a place is the class that the row’s model decides there; marks are the test"
            + " samples by their label, outlined where the model is wrong."
            + balls(boards));
    out.close();
    legend(out, boards.get(0));
    PlaneFrame frame = PlaneFrame.around(rows.stream().map(Row::regions).toList());
    RegionsPlot plot = new RegionsPlot(boards, frame);
    out.open("div", "class", "plots planes");
    for (int i = 0; i < rows.size(); i++) {
      out.append(plot.draw(anchor + "-" + (i + 1), rows.get(i)));
    }
    return out.close().close();
  }

  private static String balls(List<Board> boards) {
    String balls =
        boards.stream()
            .filter(RegionsPlot::hasBall)
            .map(RegionsPlot::ball)
            .distinct()
            .collect(Collectors.joining(", "));
    return balls.isEmpty()
        ? ""
        : " Dashed: everything within "
            + balls
            + " of one sample; a model is robust at a sample where no boundary comes so close.";
  }

  private static void legend(Markup out, Board board) {
    out.open("ul", "class", "legend");
    for (int label : board.labels().stream().distinct().sorted().toList()) {
      out.open("li");
      out.open("svg", "class", "swatch", "viewBox", "-5 -5 10 10", "aria-hidden", "true");
      out.empty(
          "path",
          "class",
          "sample " + RegionsPlot.style(label),
          "d",
          "M0,0" + RegionsPlot.shape(label));
      out.close().text("class " + label).close();
    }
    out.close();
  }
}

package org.robustgrid.report.csv;

import java.util.ArrayList;
import java.util.List;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.analysis.AnalysisResult;
import org.robustgrid.leaderboard.analysis.Figure;
import org.robustgrid.leaderboard.analysis.ImageSet;
import org.robustgrid.leaderboard.analysis.Plane;
import org.robustgrid.leaderboard.analysis.Series;
import org.robustgrid.leaderboard.analysis.Table;
import org.robustgrid.report.text.AnalysisText;

/**
 * Writes results of analyses as comma-separated values (RFC 4180) in long format: one line for each
 * figure, point of a series, count of a class over a plane, cell of a table, and note. {@code x} is
 * the position of a point, the class, or the name of a cell's row. Numbers are at full precision;
 * images and whole planes are in the page and in the JSON file.
 */
final class AnalysisCsv {

  private static final List<String> HEADER =
      List.of(
          "dataset",
          "norm",
          "epsilon",
          "analysis",
          "row",
          "seed",
          "other",
          "kind",
          "name",
          "column",
          "x",
          "value",
          "low",
          "high",
          "unit");

  private final StringBuilder out = new StringBuilder();

  private AnalysisCsv() {}

  /** The whole document; empty if no analysis left a result. */
  static String draw(Leaderboard leaderboard) {
    AnalysisCsv csv = new AnalysisCsv();
    for (Board board : leaderboard.boards()) {
      AnalysisText.of(board).forEach(result -> csv.result(board, result));
    }
    return csv.out.toString();
  }

  private void result(Board board, AnalysisResult result) {
    if (out.isEmpty()) {
      CsvReport.line(out, HEADER);
    }
    List<String> place =
        List.of(
            board.dataset(),
            board.threatModel().norm(),
            board.threatModel().bounded() ? text(board.threatModel().epsilon()) : "",
            result.id(),
            text(result.subject().row()),
            text(result.subject().seed()),
            text(result.subject().other()));
    for (Figure f : result.figures()) {
      line(place, "figure", f.name(), "", "", f.value(), f.low(), f.high(), f.unit());
    }
    for (Series s : result.series()) {
      for (int i = 0; i < s.x().size(); i++) {
        Double low = s.low() == null ? null : s.low().get(i);
        Double high = s.high() == null ? null : s.high().get(i);
        line(place, "series", s.name(), s.yName(), s.x().get(i), s.y().get(i), low, high, "");
      }
    }
    for (Plane p : result.planes()) {
      for (int c : p.present()) {
        line(place, "plane", p.name(), "share of the square", c, p.share(c), "", "", "");
        line(place, "plane", p.name(), "samples", c, p.points(c), "", "", "");
        line(place, "plane", p.name(), "decided otherwise", c, p.wrong(c), "", "", "");
      }
    }
    for (Table t : result.tables()) {
      for (List<String> row : t.rows()) {
        for (int j = 1; j < row.size(); j++) {
          line(place, "table", t.name(), t.columns().get(j), row.get(0), row.get(j), "", "", "");
        }
      }
    }
    for (ImageSet set : result.imageSets()) {
      line(place, "image-set", set.name(), "", "", set.file(), "", "", "");
    }
    result.notes().forEach(note -> line(place, "note", "", "", "", note, "", "", ""));
  }

  private void line(List<String> place, Object... fields) {
    List<String> all = new ArrayList<>(place);
    for (Object field : fields) {
      all.add(text(field));
    }
    CsvReport.line(out, all);
  }

  private static String text(Object value) {
    return value == null ? "" : value.toString();
  }
}

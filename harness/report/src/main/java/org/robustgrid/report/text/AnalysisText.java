package org.robustgrid.report.text;

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

/** Formats results of analyses as text and tables. */
public final class AnalysisText {

  private static final int DIGITS = 6;

  private AnalysisText() {}

  /** All results on a board: its own first, then those of its rows in their order. */
  public static List<AnalysisResult> of(Board board) {
    List<AnalysisResult> results = new ArrayList<>(board.analyses());
    board.rows().forEach(row -> results.addAll(row.analyses()));
    return results;
  }

  /**
   * What a page shows one by one: what the board's goal yields, strength of attacks, accuracy by
   * class, then all but planes.
   */
  public static List<AnalysisResult> shown(Leaderboard leaderboard, Board board) {
    List<AnalysisResult> results = new ArrayList<>(GoalText.of(board));
    StrengthText.result(board).ifPresent(results::add);
    ClassAccuracy.result(leaderboard, board).ifPresent(results::add);
    of(board).stream()
        .map(AnalysisResult::withoutPlanes)
        .filter(result -> !result.isBlank())
        .forEach(results::add);
    return results;
  }

  /** The classes over a plane as a table. */
  public static Table classes(Plane plane) {
    return new Table(
        plane.name(),
        List.of("class", "share of the square", "samples", "decided otherwise"),
        plane.present().stream()
            .map(
                of ->
                    List.of(
                        of.toString(),
                        number(plane.share(of)),
                        Long.toString(plane.points(of)),
                        Long.toString(plane.wrong(of))))
            .toList());
  }

  /** The title with the subject. */
  public static String title(AnalysisResult result) {
    String subject = result.subject().words();
    return subject.isEmpty() ? result.title() : result.title() + ": " + subject;
  }

  /** The figures as a table. */
  public static Table figures(AnalysisResult result) {
    return new Table(
        "figures",
        List.of("figure", "value", "interval", "unit"),
        result.figures().stream().map(AnalysisText::figure).toList());
  }

  private static List<String> figure(Figure figure) {
    String interval =
        figure.low() == null ? "" : "[" + number(figure.low()) + ", " + number(figure.high()) + "]";
    return List.of(figure.name(), number(figure.value()), interval, figure.unit());
  }

  /** The points of a line as a table. */
  public static Table points(Series series) {
    boolean interval = series.low() != null;
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < series.x().size(); i++) {
      List<String> row = new ArrayList<>();
      row.add(number(series.x().get(i)));
      row.add(number(series.y().get(i)));
      if (interval) {
        row.add("[" + number(series.low().get(i)) + ", " + number(series.high().get(i)) + "]");
      }
      rows.add(row);
    }
    return new Table(
        series.name(),
        interval
            ? List.of(series.xName(), series.yName(), "interval")
            : List.of(series.xName(), series.yName()),
        rows);
  }

  /** What a set of inputs is, and which file of the run folder holds it. */
  public static String words(ImageSet set) {
    return set.name() + ": " + set.caption() + " (" + set.size() + " inputs in " + set.file() + ")";
  }

  private static String number(double value) {
    return Numerals.significant(value, DIGITS);
  }
}

package org.robustgrid.report.text;

import java.util.ArrayList;
import java.util.List;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.analysis.AnalysisResult;
import org.robustgrid.leaderboard.analysis.Series;
import org.robustgrid.leaderboard.analysis.Subject;
import org.robustgrid.leaderboard.analysis.Table;

/**
 * What boards of other goals than the untargeted one, those with attacks of several parts, and
 * those whose rows have further columns show beside their tables of rows.
 */
public final class GoalText {

  private GoalText() {}

  /** Drawn as results of analyses are. */
  public static List<AnalysisResult> of(Board board) {
    List<AnalysisResult> results = new ArrayList<>(ofGoal(board));
    if (!FurtherColumns.names(board).isEmpty()) {
      Table further = FurtherColumns.table(board);
      results.add(result("columns", "Beside the worst case", List.of(), further));
    }
    if (!Parts.attacks(board).isEmpty()) {
      results.add(result("parts", "Parts of attacks", List.of(), Parts.table(board)));
    }
    return results;
  }

  /** Nothing for untargeted boards. */
  private static List<AnalysisResult> ofGoal(Board board) {
    if (board.threatModel().targeted() && !Outcome.attacks(board).isEmpty()) {
      return List.of(result("targets", "Targets reached", List.of(), Targets.table(board)));
    }
    List<Series> curves = Distances.curves(board);
    return curves.isEmpty()
        ? List.of()
        : List.of(
            result(
                "accuracy-curve",
                "Accuracy against ε, by distances",
                curves,
                Distances.curveTable(board)));
  }

  /** The same without lines that a table stands for, where nothing is drawn. */
  public static List<AnalysisResult> tables(Board board) {
    return of(board).stream()
        .map(r -> result(r.id(), r.title(), List.of(), r.tables().get(0)))
        .toList();
  }

  private static AnalysisResult result(String id, String title, List<Series> series, Table table) {
    return new AnalysisResult(
        id,
        title,
        Subject.board(),
        List.of(),
        series,
        List.of(table),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }
}

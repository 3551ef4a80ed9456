package org.robustgrid.report.text;

import java.util.List;
import org.robustgrid.leaderboard.Leaderboard.Board;
import org.robustgrid.leaderboard.analysis.AnalysisResult;
import org.robustgrid.leaderboard.analysis.Subject;

/** What boards of other goals than the untargeted one show beside their tables of rows. */
public final class GoalText {

  private GoalText() {}

  /** Drawn as results of analyses are; nothing for untargeted boards. */
  public static List<AnalysisResult> of(Board board) {
    if (!board.threatModel().targeted() || Outcome.attacks(board).isEmpty()) {
      return List.of();
    }
    return List.of(
        new AnalysisResult(
            "targets",
            "Targets reached",
            Subject.board(),
            List.of(),
            List.of(),
            List.of(Targets.table(board)),
            List.of(),
            List.of(),
            List.of()));
  }
}

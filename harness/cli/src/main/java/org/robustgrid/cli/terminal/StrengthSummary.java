package org.robustgrid.cli.terminal;

import java.util.Optional;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.analysis.AnalysisResult;
import org.robustgrid.leaderboard.analysis.Table;
import org.robustgrid.report.text.StrengthText;
import org.robustgrid.report.text.ThreatModels;

/** Prints strength and price of attacks as text. */
public final class StrengthSummary {

  private StrengthSummary() {}

  /** Prints every board's tables; says so of a board that has fewer than two attacks to compare. */
  public static void print(Leaderboard leaderboard, Terminal terminal) {
    for (Board board : leaderboard.boards()) {
      terminal.line("");
      terminal.line(ThreatModels.title(leaderboard, board));
      Optional<AnalysisResult> result = StrengthText.result(board);
      if (result.isEmpty()) {
        terminal.line("  no row has results of two attacks");
        continue;
      }
      for (Table table : result.get().tables()) {
        terminal.line("  " + table.name() + ":");
        BoardSummary.print(table, terminal);
      }
      result.get().notes().forEach(note -> terminal.line("  " + note));
    }
  }
}

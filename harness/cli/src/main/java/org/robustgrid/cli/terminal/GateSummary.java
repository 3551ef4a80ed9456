package org.robustgrid.cli.terminal;

import java.util.List;
import org.robustgrid.leaderboard.gate.Verdict;
import org.robustgrid.leaderboard.gate.Verdict.Finding;
import org.robustgrid.report.gate.FindingText;

/** Prints a verdict as text, gravest findings first. */
public final class GateSummary {

  private GateSummary() {}

  public static void print(Verdict verdict, Terminal terminal) {
    terminal.line(FindingText.summary(verdict));
    TextTable table = new TextTable(terminal.tableWidth(), "  ").optional(List.of(8, 7, 6, 9));
    table.row(FindingText.COLUMNS);
    for (Finding finding : FindingText.gravestFirst(verdict)) {
      table.row(FindingText.cells(finding));
    }
    table.print(terminal);
  }
}

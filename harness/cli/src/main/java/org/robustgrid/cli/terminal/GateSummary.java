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
    table.row(
        "verdict",
        "board",
        "row",
        "what",
        "baseline",
        "candidate",
        "lost",
        "gained",
        "p",
        "p (Holm)",
        "why");
    for (Finding finding : FindingText.gravestFirst(verdict)) {
      table.row(
          FindingText.word(finding.status()),
          finding.board(),
          finding.row(),
          finding.what(),
          FindingText.baseline(finding),
          FindingText.candidate(finding),
          FindingText.count(finding.lost()),
          FindingText.count(finding.gained()),
          FindingText.p(finding.p()),
          FindingText.p(finding.adjusted()),
          FindingText.reason(finding));
    }
    table.print(terminal);
  }
}

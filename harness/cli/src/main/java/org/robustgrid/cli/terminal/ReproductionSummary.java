package org.robustgrid.cli.terminal;

import org.robustgrid.leaderboard.reproduction.Reproduction;
import org.robustgrid.report.reproduction.ReproductionText;

/** Prints a table or figure of a paper beside what was measured. */
public final class ReproductionSummary {

  private ReproductionSummary() {}

  public static void print(Reproduction reproduction, Terminal terminal) {
    terminal.line("");
    terminal.line(reproduction.entry().id() + " " + reproduction.entry().title());
    if (!reproduction.lines().isEmpty()) {
      TextTable table = new TextTable(Integer.MAX_VALUE, "  ");
      ReproductionText.table(reproduction).forEach(table::row);
      table.print(terminal);
    }
    TextTable findings = new TextTable(terminal.width(), "  ");
    ReproductionText.findings(reproduction).forEach(findings::row);
    findings.print(terminal);
    TextTable why = new TextTable(terminal.width(), "  ");
    why.row("why sizes differ", reproduction.entry().setting(reproduction.scale()).why());
    why.print(terminal);
  }
}

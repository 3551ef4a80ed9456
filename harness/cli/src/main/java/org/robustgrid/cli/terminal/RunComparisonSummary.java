package org.robustgrid.cli.terminal;

import java.util.List;
import org.robustgrid.report.runs.BoardMatch;
import org.robustgrid.report.runs.ColumnMatch;
import org.robustgrid.report.runs.RowMatch;
import org.robustgrid.report.runs.RunComparison;
import org.robustgrid.report.text.Numerals;
import org.robustgrid.report.text.Outcome;
import org.robustgrid.report.text.PairText;
import org.robustgrid.report.text.ThreatModels;

/** Prints two runs side by side as text. */
public final class RunComparisonSummary {

  private RunComparisonSummary() {}

  /** Prints every board that both have, then what only one of them has. */
  public static void print(RunComparison comparison, Terminal terminal) {
    terminal.line("A " + comparison.firstName());
    terminal.line("B " + comparison.secondName());
    for (BoardMatch board : comparison.boards()) {
      terminal.line("");
      terminal.line(
          board.first().dataset() + ": " + ThreatModels.name(board.first().threatModel()));
      if (board.common() == 0) {
        terminal.line("  other samples in A and B: no difference can be tested");
      }
      TextTable table = new TextTable(terminal.tableWidth(), "  ").optional(List.of(5));
      table.row(List.of("row", "column", "A %", "B %", "A - B in points", "p (Holm)", "verdict"));
      for (RowMatch row : board.rows()) {
        line(table, row.label(), "worst case", row.worst());
        line(table, "", "clean", row.clean());
      }
      table.print(terminal);
      only(terminal, "rows that only A has", board.onlyFirst());
      only(terminal, "rows that only B has", board.onlySecond());
      if (board.rows().stream().anyMatch(row -> !row.sameAttacks())) {
        terminal.line("  worst cases are over other attacks in A and B");
      }
    }
    terminal.line("");
    only(terminal, "boards that only A has", comparison.onlyFirst());
    only(terminal, "boards that only B has", comparison.onlySecond());
    only(
        terminal,
        "settings that differ",
        comparison.settings().stream().map(change -> change.name()).toList());
  }

  private static void line(TextTable table, String row, String name, ColumnMatch column) {
    boolean paired = column.paired().isPresent();
    table.row(
        row,
        name,
        rate(column.first()),
        rate(column.second()),
        paired ? PairText.difference(column.paired().get().difference()) : "",
        paired ? PairText.p(column.adjusted()) : "",
        column.verdict());
  }

  private static String rate(Outcome outcome) {
    return outcome instanceof Outcome.Measured measured
        ? measured.sign() + Numerals.points(measured.rate().rate())
        : outcome.word();
  }

  private static void only(Terminal terminal, String title, List<String> names) {
    if (!names.isEmpty()) {
      terminal.line("  " + title + ": " + String.join(", ", names));
    }
  }
}

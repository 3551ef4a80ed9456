package org.robustgrid.cli.terminal;

import java.util.Locale;
import org.robustgrid.run.audit.AuditReport;
import org.robustgrid.run.audit.AuditReport.RowImages;
import org.robustgrid.run.audit.Finding;

/** Prints what an audit found. */
public final class AuditSummary {

  private AuditSummary() {}

  /** Prints the findings, what became of the images, and a line that says it all. */
  public static void print(AuditReport report, Terminal terminal) {
    for (Finding finding : report.findings()) {
      terminal.line(finding.file() + " " + finding.what());
      terminal.line("  " + finding.remedy());
    }
    if (!report.rows().isEmpty()) {
      printRows(report, terminal);
    }
    report.missing().forEach(cell -> terminal.line("missing: " + cell));
    report.notes().forEach(terminal::note);
    VerifiedText.lines(report).forEach(terminal::line);
    terminal.line(verdict(report));
  }

  private static void printRows(AuditReport report, Terminal terminal) {
    TextTable table = new TextTable(Integer.MAX_VALUE, "");
    table.row("DATA", "THREAT MODEL", "ROW", "BROKEN", "STILL FOOLED", "ROUNDED TO 8 BITS");
    for (RowImages row : report.rows()) {
      table.row(
          row.dataset(),
          row.threatModel(),
          row.row(),
          Integer.toString(row.broken()),
          Integer.toString(row.confirmed()),
          row.rounded() < 0 ? "no image" : Integer.toString(row.rounded()));
    }
    table.print(terminal);
  }

  private static String verdict(AuditReport report) {
    String looked =
        String.format(
            Locale.ROOT,
            "%,d files, %,d results, %,d kept images%s",
            report.files(),
            report.cells(),
            report.images(),
            report.asked().isEmpty() ? "; no model was asked" : "");
    if (!report.findings().isEmpty()) {
      int count = report.findings().size();
      return "audit failed: " + count + (count == 1 ? " finding" : " findings") + "; " + looked;
    }
    if (!report.missing().isEmpty()) {
      return "audit incomplete: "
          + report.missing().size()
          + " cells have no result, all others are in order; "
          + looked;
    }
    return "audit passed: " + looked;
  }
}

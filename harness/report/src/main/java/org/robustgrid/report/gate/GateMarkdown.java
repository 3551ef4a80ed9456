package org.robustgrid.report.gate;

import java.util.List;
import org.robustgrid.leaderboard.gate.Verdict;
import org.robustgrid.leaderboard.gate.Verdict.Finding;
import org.robustgrid.report.markdown.MarkdownReport;

/** Writes a verdict as Markdown, as the summary of a workflow's run shows it. */
public final class GateMarkdown {

  private GateMarkdown() {}

  /** The whole document, lines ended by {@code \n}. */
  public static String write(Verdict verdict) {
    StringBuilder out = new StringBuilder();
    out.append("# ").append(MarkdownReport.escape(verdict.grid())).append(": ");
    out.append(MarkdownReport.escape(FindingText.summary(verdict))).append("\n\n");
    MarkdownReport.line(out, FindingText.COLUMNS);
    MarkdownReport.line(
        out,
        List.of("---", "---", "---", "---", "---:", "---:", "---:", "---:", "---:", "---:", "---"));
    for (Finding finding : FindingText.gravestFirst(verdict)) {
      MarkdownReport.line(
          out, FindingText.cells(finding).stream().map(MarkdownReport::escape).toList());
    }
    return out.toString();
  }
}

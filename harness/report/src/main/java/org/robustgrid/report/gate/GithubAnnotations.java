package org.robustgrid.report.gate;

import java.util.List;
import org.robustgrid.leaderboard.gate.Status;
import org.robustgrid.leaderboard.gate.Verdict;
import org.robustgrid.leaderboard.gate.Verdict.Finding;

/**
 * Writes a verdict as workflow commands of GitHub Actions, which shows them beside the run: an
 * error for what failed or is inconclusive, a notice for a note. What passed is not shown.
 */
public final class GithubAnnotations {

  private GithubAnnotations() {}

  /** One command a line, without line ends. */
  public static List<String> lines(Verdict verdict) {
    return FindingText.gravestFirst(verdict).stream()
        .filter(finding -> finding.status() != Status.PASSED)
        .map(GithubAnnotations::line)
        .toList();
  }

  private static String line(Finding finding) {
    String command = finding.status() == Status.NOTE ? "notice" : "error";
    String title = "robustgrid gate " + FindingText.word(finding.status());
    return "::"
        + command
        + " title="
        + property(title)
        + "::"
        + data(finding.place() + ": " + FindingText.sentence(finding));
  }

  /** Escapes a message: a line break would end the command. */
  private static String data(String text) {
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }
}

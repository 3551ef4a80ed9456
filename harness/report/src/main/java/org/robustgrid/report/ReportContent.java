package org.robustgrid.report;

import java.util.List;
import java.util.Map;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.confusion.Confusions;
import org.robustgrid.leaderboard.example.Examples;

/**
 * The input of reports.
 *
 * @param examples adversarial images of the run's folder, which the leaderboard does not hold
 * @param confusions predictions of the run's folder, which it does not hold either
 * @param citations papers by plugin, as {@code defense trades}
 */
public record ReportContent(
    Leaderboard leaderboard,
    Examples examples,
    Confusions confusions,
    Map<String, List<String>> citations) {

  /** A leaderboard without papers. */
  public ReportContent(Leaderboard leaderboard, Examples examples, Confusions confusions) {
    this(leaderboard, examples, confusions, Map.of());
  }

  /** A leaderboard without what only a run's folder holds. */
  public ReportContent(Leaderboard leaderboard) {
    this(leaderboard, Examples.NONE, Confusions.NONE);
  }

  /** The same content with papers. */
  public ReportContent citing(Map<String, List<String>> papers) {
    return new ReportContent(leaderboard, examples, confusions, papers);
  }

  /** The same content of another leaderboard. */
  ReportContent with(Leaderboard other) {
    return new ReportContent(other, examples, confusions, citations);
  }
}

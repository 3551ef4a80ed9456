package org.robustgrid.report;

import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.confusion.Confusions;
import org.robustgrid.leaderboard.example.Examples;

/**
 * What reports are drawn from.
 *
 * @param examples adversarial images of the run's folder, which the leaderboard does not hold
 * @param confusions predictions of the run's folder, likewise
 */
public record ReportContent(Leaderboard leaderboard, Examples examples, Confusions confusions) {

  /** A leaderboard without what only a run's folder holds. */
  public ReportContent(Leaderboard leaderboard) {
    this(leaderboard, Examples.NONE, Confusions.NONE);
  }

  /** The same content of another leaderboard. */
  ReportContent with(Leaderboard other) {
    return new ReportContent(other, examples, confusions);
  }
}

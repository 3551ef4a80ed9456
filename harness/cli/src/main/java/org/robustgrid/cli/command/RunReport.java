package org.robustgrid.cli.command;

import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import org.robustgrid.core.leaderboard.Leaderboard;
import org.robustgrid.core.leaderboard.LeaderboardBuilder;
import org.robustgrid.core.run.RunFolder;
import org.robustgrid.report.Report;
import org.robustgrid.report.example.Examples;

/** Draws a run folder's leaderboard and reports from its results. */
final class RunReport {

  private final RunExamples runExamples;

  @Inject
  RunReport(RunExamples runExamples) {
    this.runExamples = runExamples;
  }

  /**
   * What was written.
   *
   * @param files the page first, the leaderboard itself last
   */
  record Written(Leaderboard leaderboard, List<Path> files) {

    /** Whether every row has all its results. */
    boolean complete() {
      return leaderboard.boards().stream()
          .flatMap(board -> board.rows().stream())
          .allMatch(row -> row.status().equals("complete"));
    }
  }

  Leaderboard leaderboard(Path folder) {
    return LeaderboardBuilder.build(new RunFolder(folder));
  }

  Written write(Path folder) {
    Leaderboard leaderboard = leaderboard(folder);
    Examples examples = runExamples.of(new RunFolder(folder), leaderboard);
    return new Written(leaderboard, Report.write(leaderboard, examples, folder));
  }
}

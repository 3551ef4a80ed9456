package org.robustgrid.cli.command;

import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.robustgrid.cli.terminal.Terminal;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.report.Report;
import org.robustgrid.report.confusion.Confusions;
import org.robustgrid.report.example.Examples;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.folder.RunLock;
import org.robustgrid.run.folder.RunSeal;
import org.robustgrid.run.scoring.LeaderboardBuilder;

/** Draws a run folder's leaderboard and reports from its results. */
final class RunReport {

  private final RunExamples runExamples;
  private final Terminal terminal;

  @Inject
  RunReport(RunExamples runExamples, Terminal terminal) {
    this.runExamples = runExamples;
    this.terminal = terminal;
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

  /** Writes the reports of a run that has ended, and seals its folder, or what changed in it. */
  Written conclude(Path folder) {
    Written written = draw(folder);
    RunFolder run = new RunFolder(folder);
    try (RunLock lock = RunLock.acquire(run)) {
      RunSeal.renew(run, lock, written.files(), terminal::note);
    }
    return written;
  }

  /** Writes the reports again; where the folder is sealed, they are too, and nothing else. */
  Written write(Path folder) {
    Written written = draw(folder);
    RunFolder run = new RunFolder(folder);
    if (Files.exists(run.seal())) {
      try (RunLock lock = RunLock.acquire(run)) {
        RunSeal.update(run, lock, written.files());
      }
    }
    return written;
  }

  private Written draw(Path folder) {
    Leaderboard leaderboard = leaderboard(folder);
    Examples examples = runExamples.of(new RunFolder(folder), leaderboard, terminal::note);
    return new Written(leaderboard, report(folder, leaderboard, examples, folder));
  }

  /**
   * Writes a run's reports to another place.
   *
   * @param timing the block of the leaderboard that its results do not give
   * @param notes hears of data sets without which the page lacks its examples
   */
  List<Path> writeElsewhere(
      Path folder, Map<String, Object> timing, Path elsewhere, Consumer<String> notes) {
    Leaderboard leaderboard = leaderboard(folder).withTiming(timing);
    Examples examples = runExamples.of(new RunFolder(folder), leaderboard, notes);
    return report(folder, leaderboard, examples, elsewhere);
  }

  private static List<Path> report(
      Path folder, Leaderboard leaderboard, Examples examples, Path to) {
    Confusions confusions = RunConfusions.of(new RunFolder(folder), leaderboard);
    return Report.write(leaderboard, examples, confusions, to);
  }
}

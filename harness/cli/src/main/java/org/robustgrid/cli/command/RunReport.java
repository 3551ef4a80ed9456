package org.robustgrid.cli.command;

import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.robustgrid.cli.terminal.Terminal;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.State;
import org.robustgrid.report.Report;
import org.robustgrid.report.ReportContent;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.folder.RunLock;
import org.robustgrid.run.folder.RunSeal;
import org.robustgrid.run.scoring.LeaderboardBuilder;
import org.robustgrid.run.scoring.RunConfusions;
import org.robustgrid.run.scoring.RunExamples;

/** Draws a run folder's leaderboard and reports from its results. */
final class RunReport {

  private final Report report;
  private final RunExamples examples;
  private final Citations citations;
  private final Terminal terminal;

  @Inject
  RunReport(Report report, RunExamples examples, Citations citations, Terminal terminal) {
    this.report = report;
    this.examples = examples;
    this.citations = citations;
    this.terminal = terminal;
  }

  /**
   * The written reports.
   *
   * @param files the page first, the leaderboard itself last
   */
  record Written(Leaderboard leaderboard, List<Path> files) {

    /** Whether every row has all its results. */
    boolean complete() {
      return leaderboard.boards().stream()
          .flatMap(board -> board.rows().stream())
          .allMatch(row -> row.status() == State.COMPLETE);
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

  /** Writes the reports of a leaderboard whose run is not available. */
  Written alone(Leaderboard leaderboard, Path folder) {
    ReportContent content = new ReportContent(leaderboard);
    return new Written(
        leaderboard,
        report.write(content.citing(citations.of(leaderboard, terminal::note)), folder));
  }

  /** Writes the reports again. If the folder is sealed, the seal is updated for them only. */
  Written write(Path folder) {
    Written written = draw(folder);
    RunFolder run = new RunFolder(folder);
    if (RunSeal.read(run).isPresent()) {
      try (RunLock lock = RunLock.acquire(run)) {
        RunSeal.follow(run, lock, written.files());
      }
    }
    return written;
  }

  /** Writes the reports of a run into another folder, which then needs no run. */
  Written into(Path folder, Path to) {
    Leaderboard leaderboard = leaderboard(folder);
    return new Written(leaderboard, draw(folder, leaderboard, to, terminal::note));
  }

  private Written draw(Path folder) {
    Leaderboard leaderboard = leaderboard(folder);
    return new Written(leaderboard, draw(folder, leaderboard, folder, terminal::note));
  }

  /**
   * Writes a run's reports to another place.
   *
   * @param timing the block of the leaderboard that its results do not give
   * @param notes receives a note for each data set or plugin without which the page lacks its
   *     examples or papers
   */
  List<Path> writeElsewhere(
      Path folder, Map<String, Object> timing, Path elsewhere, Consumer<String> notes) {
    return draw(folder, leaderboard(folder).withTiming(timing), elsewhere, notes);
  }

  private List<Path> draw(Path folder, Leaderboard leaderboard, Path to, Consumer<String> notes) {
    RunFolder run = new RunFolder(folder);
    return report.write(
        new ReportContent(
            leaderboard,
            examples.of(run, leaderboard, notes),
            RunConfusions.of(run, leaderboard),
            citations.of(leaderboard, notes)),
        to);
  }
}

package org.robustgrid.cli.command;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.robustgrid.cli.terminal.Durations;
import org.robustgrid.cli.terminal.Terminal;
import org.robustgrid.run.coordinator.RunOptions;
import org.robustgrid.run.coordinator.RunOutcome;
import org.robustgrid.run.folder.RunFolder;

/** The last lines of a run: what it did, what failed, and what to do about it. */
final class RunSummary {

  private static final long WORTH_A_WORD = 10L << 20;

  private RunSummary() {}

  /**
   * Says how a run ended.
   *
   * @param part of the grid that it worked on
   * @param run its folder
   */
  static void print(RunOutcome outcome, RunOptions.Shard part, RunFolder run, Terminal terminal) {
    terminal.note(
        outcome.computed()
            + " cells computed, "
            + outcome.reused()
            + " reused, in "
            + Durations.words(outcome.seconds()));
    for (String failure : outcome.failures()) {
      terminal.note("failed: " + failure);
    }
    if (outcome.complete()) {
      if (part.equals(RunOptions.Shard.WHOLE)) {
        leftovers(run, terminal);
      }
      return;
    }
    terminal.note(
        outcome.resultsComplete()
            ? "Every result "
                + (part.equals(RunOptions.Shard.WHOLE) ? "" : "of this part ")
                + "is there; what is missing is analyses and checks of evaluations, in "
                + outcome.failedChecks()
                + (outcome.failedChecks() == 1 ? " cell" : " cells")
                + ". Until they are made, their rows are flagged: run the grid again to make them,"
                + " results are kept."
            : "Failed cells are tried again by the next run; finished ones are kept.");
    terminal.note("What the workers said is in " + run.logs());
  }

  /** What trainings shared is large, and no use any more once all have ended. */
  private static void leftovers(RunFolder run, Terminal terminal) {
    long bytes = bytes(run.artifacts());
    if (bytes >= WORTH_A_WORD) {
      terminal.note(
          "'robustgrid gc "
              + run.root()
              + "' frees "
              + GcCommand.size(bytes)
              + " of artifacts, which trainings shared and nothing needs any more");
    }
  }

  private static long bytes(Path folder) {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.map(Path::toFile).filter(File::isFile).mapToLong(File::length).sum();
    } catch (IOException | UncheckedIOException e) {
      // a word less at the end of a run that is finished
      return 0;
    }
  }
}

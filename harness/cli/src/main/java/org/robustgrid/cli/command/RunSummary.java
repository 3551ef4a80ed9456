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
            ? "All results "
                + (part.equals(RunOptions.Shard.WHOLE) ? "" : "of this part ")
                + "are complete; only analyses and checks of evaluations are missing, in "
                + outcome.failedChecks()
                + (outcome.failedChecks() == 1 ? " cell" : " cells")
                + ". Their rows are flagged until they are made: run the grid again to make them;"
                + " results are kept."
            : "The next run tries failed cells again; finished ones are kept.");
    terminal.note("The logs of the workers are in " + run.logs());
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
              + " of data that was only needed during training");
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

package org.robustgrid.cli.command;

import java.nio.file.Path;
import org.robustgrid.cli.terminal.Durations;
import org.robustgrid.cli.terminal.Terminal;
import org.robustgrid.run.coordinator.RunOptions;
import org.robustgrid.run.coordinator.RunOutcome;

/** The last lines of a run: what it did, what failed, and what to do about it. */
final class RunSummary {

  private RunSummary() {}

  /**
   * Says how a run ended.
   *
   * @param part of the grid that it worked on
   * @param logs where its workers' words are
   */
  static void print(RunOutcome outcome, RunOptions.Shard part, Path logs, Terminal terminal) {
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
      return;
    }
    terminal.note(
        outcome.resultsComplete()
            ? "Every result "
                + (part.equals(RunOptions.Shard.WHOLE) ? "" : "of this part ")
                + "is there; what is missing is checks of evaluations, in "
                + outcome.failedChecks()
                + (outcome.failedChecks() == 1 ? " cell" : " cells")
                + ". Until they are made, their rows are flagged check-not-run: run the grid again"
                + " to make them, results are kept."
            : "Failed cells are tried again by the next run; finished ones are kept.");
    terminal.note("What the workers said is in " + logs);
  }
}

package org.robustgrid.cli.command;

import jakarta.inject.Inject;
import java.nio.file.Path;
import org.robustgrid.cli.terminal.StrengthSummary;
import org.robustgrid.cli.terminal.Terminal;
import org.robustgrid.run.scoring.LeaderboardSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows what attacks break and what they cost. */
@Command(
    name = "strength",
    mixinStandardHelpOptions = true,
    description = {
      "Shows strength and price of a leaderboard's attacks: what each breaks, alone and per 1,000",
      "passes, and accuracy against passes in the best order, in which each attack runs on what",
      "the earlier ones left. Intervals are 95 %% over samples. The page, Markdown and attacks.csv of",
      "a run show the same."
    },
    footerHeading = "%nExamples:%n",
    footer = "  robustgrid strength runs/mine")
public final class StrengthCommand implements Runnable {

  private final Terminal terminal;

  @Parameters(
      index = "0",
      paramLabel = "RUN|FILE",
      description = "The folder of a run, or a leaderboard.json.")
  private Path source;

  @Inject
  StrengthCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    StrengthSummary.print(LeaderboardSource.read(source), terminal);
  }
}

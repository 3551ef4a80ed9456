package org.robustgrid.cli.command;

import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import org.robustgrid.base.UserException;
import org.robustgrid.cli.terminal.BoardSummary;
import org.robustgrid.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Draws a run's reports again from its results. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = {
      "Draws the reports of a run again, from the results in its folder.",
      "Writes leaderboard.json, leaderboard.md, leaderboard.csv and index.html, and prints the",
      "boards. Computes nothing."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  robustgrid report runs/quick-start"})
public final class ReportCommand implements Runnable {

  private final Terminal terminal;
  private final RunReport report;

  @Parameters(paramLabel = "RUN", description = "The folder of a run.")
  private Path folder;

  @Mixin private PluginPathOption pluginPath;

  @Inject
  ReportCommand(Terminal terminal, RunReport report) {
    this.terminal = terminal;
    this.report = report;
  }

  @Override
  public void run() {
    if (!Files.isDirectory(folder)) {
      throw new UserException("there is no folder " + folder + "; give the folder of a run");
    }
    RunReport.Written written = report.write(folder);
    BoardSummary.print(written.leaderboard(), terminal);
    terminal.line("");
    written.files().forEach(file -> terminal.line(file.toString()));
  }
}

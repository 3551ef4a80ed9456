package org.robustgrid.cli.command;

import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import org.robustgrid.base.UserException;
import org.robustgrid.cli.terminal.BoardSummary;
import org.robustgrid.cli.terminal.Terminal;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.LeaderboardFile;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.folder.RunManifest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Draws a run's reports again from its results. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = {
      "Draws the reports of a run again, from the results in its folder, or of a leaderboard.json",
      "alone; then without adversarial examples, which only the run has. Writes leaderboard.json,",
      "leaderboard.md, leaderboard.csv and index.html, and prints the boards. Computes nothing."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  robustgrid report runs/quick-start",
      "  robustgrid report leaderboard.json --out page"
    })
public final class ReportCommand implements Runnable {

  private final Terminal terminal;
  private final RunReport report;

  @Parameters(paramLabel = "RUN|FILE", description = "The folder of a run, or a leaderboard.json.")
  private Path source;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where to write (default: the folder of the run or file).")
  private Path out;

  @Mixin private PluginPathOption pluginPath;

  @Inject
  ReportCommand(Terminal terminal, RunReport report) {
    this.terminal = terminal;
    this.report = report;
  }

  @Override
  public void run() {
    if (!Files.exists(source)) {
      throw new UserException(
          "there is no " + source + "; give the folder of a run, or a leaderboard.json");
    }
    RunReport.Written written = written();
    BoardSummary.print(written.leaderboard(), terminal);
    terminal.line("");
    written.files().forEach(file -> terminal.line(file.toString()));
  }

  private RunReport.Written written() {
    if (Files.isDirectory(source) && RunManifest.exists(new RunFolder(source))) {
      if (out != null) {
        throw new UserException(
            "--out is for a leaderboard.json alone; a run's reports are in its folder, "
                + source
                + ": leave it out, or name "
                + source.resolve(LeaderboardFile.NAME));
      }
      return report.write(source);
    }
    Leaderboard leaderboard = LeaderboardFile.read(source);
    Path folder =
        Files.isDirectory(source) ? source : source.toAbsolutePath().normalize().getParent();
    Path to = out == null ? folder : out;
    if (RunManifest.exists(new RunFolder(to))) {
      throw new UserException(
          to
              + " is the folder of a run, whose page shows more than its leaderboard has: draw it by"
              + " 'robustgrid report "
              + to
              + "', or give another folder by --out");
    }
    return report.alone(leaderboard, to);
  }
}

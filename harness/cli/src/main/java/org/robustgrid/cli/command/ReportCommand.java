package org.robustgrid.cli.command;

import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.robustgrid.base.UserException;
import org.robustgrid.cli.terminal.BoardSummary;
import org.robustgrid.cli.terminal.Terminal;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.LeaderboardFile;
import org.robustgrid.report.html.FrontPage;
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
      "Writes the reports of a run again, from the results in its folder, or from a leaderboard.json",
      "alone; then without adversarial examples, which only the run has. Writes leaderboard.json,",
      "leaderboard.md, leaderboard.csv and index.html, and prints the boards. For several runs it",
      "writes the reports of each into a folder with its name below --out, and a front page that",
      "links to them. Trains and attacks nothing."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  robustgrid report runs/quick-start",
      "  robustgrid report leaderboard.json --out page",
      "  robustgrid report runs/monday runs/tuesday --out site"
    })
public final class ReportCommand implements Runnable {

  private final Terminal terminal;
  private final RunReport report;

  @Parameters(
      arity = "1..*",
      paramLabel = "RUN|FILE",
      description = "The folder of a run, or a leaderboard.json; one or several.")
  private List<Path> sources;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Where to write (default: the folder of the run or file); needed for several runs.")
  private Path out;

  @Mixin private PluginPathOption pluginPath;

  @Inject
  ReportCommand(Terminal terminal, RunReport report) {
    this.terminal = terminal;
    this.report = report;
  }

  @Override
  public void run() {
    for (Path source : sources) {
      if (!Files.exists(source)) {
        throw new UserException(
            "there is no " + source + "; give the folder of a run, or a leaderboard.json");
      }
    }
    if (sources.size() > 1) {
      several();
      return;
    }
    RunReport.Written written = one(sources.get(0));
    BoardSummary.print(written.leaderboard(), terminal);
    terminal.line("");
    written.files().forEach(file -> terminal.line(file.toString()));
  }

  private RunReport.Written one(Path source) {
    if (isRun(source)) {
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
    return alone(leaderboard, out == null ? folder : out);
  }

  private RunReport.Written alone(Leaderboard leaderboard, Path to) {
    if (isRun(to)) {
      throw new UserException(
          to
              + " is the folder of a run, whose page shows more than its leaderboard has: draw it by"
              + " 'robustgrid report "
              + to
              + "', or give another folder by --out");
    }
    return report.alone(leaderboard, to);
  }

  /** Writes the reports of each run below the folder, and the page that links to them. */
  private void several() {
    if (out == null) {
      throw new UserException("several runs need a folder for their pages: give it by --out DIR");
    }
    if (isRun(out)) {
      throw new UserException(
          out + " is the folder of a run, which already has a page: give another one by --out");
    }
    Set<String> names = new HashSet<>();
    for (Path source : sources) {
      if (!names.add(name(source))) {
        throw new UserException(
            "two runs are named '"
                + name(source)
                + "' and would be written to the same folder: rename one of them");
      }
    }
    List<FrontPage.Run> runs = new ArrayList<>();
    List<Path> pages = new ArrayList<>();
    for (Path source : sources) {
      RunReport.Written written = into(source, out.resolve(name(source)));
      runs.add(new FrontPage.Run(name(source), written.leaderboard()));
      pages.add(written.files().get(0));
    }
    terminal.line(new FrontPage(runs.size() + " runs", runs).write(out).toString());
    pages.forEach(page -> terminal.line(page.toString()));
  }

  private RunReport.Written into(Path source, Path to) {
    if (!isRun(source)) {
      return alone(LeaderboardFile.read(source), to);
    }
    if (same(source, to)) {
      return report.write(source);
    }
    if (isRun(to)) {
      throw new UserException(to + " is the folder of another run: give another folder by --out");
    }
    return report.into(source, to);
  }

  /** The name of the folder, or of the file if it is not named as every leaderboard is. */
  private static String name(Path source) {
    Path path = source.toAbsolutePath().normalize();
    if (!Files.isDirectory(path) && path.getFileName().toString().equals(LeaderboardFile.NAME)) {
      path = path.getParent();
    }
    Path name = path.getFileName();
    return name == null ? "run" : name.toString().replaceFirst("\\.json$", "");
  }

  private static boolean isRun(Path folder) {
    return Files.isDirectory(folder) && RunManifest.exists(new RunFolder(folder));
  }

  private static boolean same(Path first, Path second) {
    return first.toAbsolutePath().normalize().equals(second.toAbsolutePath().normalize());
  }
}

package org.robustgrid.cli.command;

import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.robustgrid.cli.terminal.Terminal;
import org.robustgrid.cli.terminal.TextTable;
import org.robustgrid.run.cell.Cell;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.folder.RunLock;
import org.robustgrid.run.plugin.PluginRegistry;
import org.robustgrid.run.replay.Replay;
import org.robustgrid.run.replay.ReplayReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Computes a cell of a run again, and compares. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description = {
      "Computes a cell of a run again from its provenance (resolved parameters, seeds, execution",
      "profile, stored weights) and compares the outcome bit by bit; times are not compared.",
      "A training also computes what it shares with others again. Without a cell, lists the cells.",
      "Reports code, libraries or a JDK that differ from the run's.",
      "Exit code 0: equal; 1: different."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  robustgrid replay runs/mine                                  the cells and their keys",
      "  robustgrid replay runs/mine 3fa94c                           one of them",
      "  robustgrid replay runs/mine 'fgsm at linf 0.1 on mnist-10k/trades/0'"
    })
public final class ReplayCommand implements Callable<Integer> {

  private static final int SHOWN = 12;

  private final Terminal terminal;
  private final Provider<PluginRegistry> registry;

  @Parameters(
      index = "0",
      paramLabel = "RUN|MANIFEST",
      description = "The folder of a run, or its run.json.")
  private Path source;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "CELL",
      description = "The first digits of a cell's key, or its name in words.")
  private String cell;

  @Mixin private PluginPathOption pluginPath;

  @Inject
  ReplayCommand(Terminal terminal, Provider<PluginRegistry> registry) {
    this.terminal = terminal;
    this.registry = registry;
  }

  @Override
  public Integer call() throws InterruptedException {
    boolean manifest = Files.isRegularFile(source) && source.endsWith("run.json");
    RunFolder run = new RunFolder(manifest ? source.toAbsolutePath().getParent() : source);
    try (RunLock lock = RunLock.acquireToRead(run)) {
      Replay replay = new Replay(run, lock);
      if (cell == null) {
        list(replay);
        return ExitCode.OK;
      }
      return replay(replay, replay.find(cell));
    }
  }

  private void list(Replay replay) {
    TextTable table = new TextTable(Integer.MAX_VALUE, "");
    table.row("KEY", "CELL");
    for (Cell each : replay.cells()) {
      table.row(replay.key(each).substring(0, SHOWN), each.name());
    }
    table.print(terminal);
  }

  private int replay(Replay replay, Cell found) throws InterruptedException {
    Path elsewhere = TemporaryFolder.create("replay");
    try {
      ReplayReport report = replay.run(found, registry.get(), elsewhere);
      report.provenance().forEach(line -> terminal.note("not as it was: " + line));
      String name = found.name() + " (" + replay.key(found).substring(0, SHOWN) + ")";
      if (report.equal()) {
        terminal.line(
            name
                + ": equal bit by bit"
                + (report.images() > 0 ? ", " + report.images() + " kept images included" : ""));
        return ExitCode.OK;
      }
      terminal.line(name + ": differs");
      report.differences().forEach(line -> terminal.line("  " + line));
      if (report.provenance().isEmpty()) {
        terminal.note(
            "code, libraries and JDK are those of the run: the stored result was changed, or the"
                + " plugin is not deterministic");
      }
      return ExitCode.FAILED;
    } finally {
      RunFolder.delete(elsewhere);
    }
  }
}

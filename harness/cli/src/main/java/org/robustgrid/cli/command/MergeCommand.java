package org.robustgrid.cli.command;

import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.robustgrid.cli.terminal.BoardSummary;
import org.robustgrid.cli.terminal.Terminal;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.merge.RunMerge;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts the shards of one grid together. */
@Command(
    name = "merge",
    mixinStandardHelpOptions = true,
    description = {
      "Copies the results of several runs of one grid into one folder, and writes its leaderboard.",
      "The runs must have the same grid and the same execution profile."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  robustgrid run my.yaml --shard 1/2 --out part-1",
      "  robustgrid run my.yaml --shard 2/2 --out part-2",
      "  robustgrid merge part-1 part-2 --out runs/whole"
    })
public final class MergeCommand implements Callable<Integer> {

  private final Terminal terminal;
  private final RunReport report;

  @Parameters(paramLabel = "RUN", arity = "1..*", description = "Folders of runs.")
  private List<Path> parts;

  @Option(names = "--out", paramLabel = "DIR", required = true, description = "The merged run.")
  private Path out;

  @Mixin private PluginPathOption pluginPath;

  @Inject
  MergeCommand(Terminal terminal, RunReport report) {
    this.terminal = terminal;
    this.report = report;
  }

  @Override
  public Integer call() {
    RunMerge.merge(parts.stream().map(RunFolder::new).toList(), new RunFolder(out), terminal::note);
    RunReport.Written written = report.conclude(out);
    BoardSummary.print(written.leaderboard(), terminal);
    terminal.line("");
    written.files().forEach(file -> terminal.line(file.toString()));
    return written.complete() ? ExitCode.OK : ExitCode.INCOMPLETE;
  }
}

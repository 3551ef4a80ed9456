package org.robustgrid.cli.command;

import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.robustgrid.cli.terminal.BoardSummary;
import org.robustgrid.cli.terminal.Durations;
import org.robustgrid.cli.terminal.Terminal;
import org.robustgrid.cli.terminal.TextTable;
import org.robustgrid.run.cell.Cell;
import org.robustgrid.run.cell.Cells;
import org.robustgrid.run.coordinator.RunOptions;
import org.robustgrid.run.coordinator.RunOutcome;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.grid.GridFile;
import org.robustgrid.run.plan.CostEstimate;
import org.robustgrid.run.plan.ExecutionProfile;
import org.robustgrid.run.plan.GridPlan;
import org.robustgrid.run.plan.NetworkSpeed;
import org.robustgrid.run.plan.PlannedModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a grid, or resumes it. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Trains every defense of a grid, runs every attack on it, and writes the leaderboard.",
      "A run that was interrupted resumes; one that is finished computes nothing."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  robustgrid run                               the quick-start grid",
      "  robustgrid run goals                         another shipped grid",
      "  robustgrid run my.yaml --out runs/mine       a grid of your own",
      "  robustgrid run my.yaml --dry-run             its cells, with passes and time",
      "  robustgrid run my.yaml --shard 1/4           a quarter of it, to be merged later",
      "  robustgrid run my.yaml --plugin-path jars    with the plugins of a folder"
    })
public final class RunCommand implements Callable<Integer> {

  private static final Path SHIPPED = Path.of("leaderboards", "grids");

  private final Terminal terminal;
  private final GridRun gridRun;
  private final RunReport report;

  @Parameters(
      paramLabel = "GRID",
      arity = "0..1",
      description =
          "A grid, as YAML, or the name of one in leaderboards/grids (default: quick-start).")
  private Path grid;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder of the run (default: runs/ and the grid file's name).")
  private Path out;

  @Option(names = "--dry-run", description = "List the cells with estimated passes and time only.")
  private boolean dryRun;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Worker processes at a time (default: as many as cores and memory allow).")
  private Integer workers;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of a worker (default: 1). Part of the execution profile.")
  private Integer threads;

  @Option(
      names = "--shard",
      paramLabel = "i/n",
      description = "Compute only the i-th of n parts of the grid.")
  private String shard;

  @Option(
      names = "--keep",
      paramLabel = "none|worst|all",
      defaultValue = "worst",
      description = "Adversarial images to keep (default: ${DEFAULT-VALUE}).")
  private RunOptions.Keep keep;

  @Mixin private ProfileOptions profileOptions;

  @Mixin private PluginPathOption pluginPath;

  @Inject
  RunCommand(Terminal terminal, GridRun gridRun, RunReport report) {
    this.terminal = terminal;
    this.gridRun = gridRun;
    this.report = report;
  }

  @Override
  public Integer call() throws InterruptedException {
    Path file = gridFile();
    OptionProblems problems = new OptionProblems();
    problems.requireCount("--workers", workers);
    problems.requireCount("--threads", threads);
    RunOptions.Shard part =
        shard == null
            ? RunOptions.Shard.WHOLE
            : problems.read(() -> RunOptions.Shard.of(shard), RunOptions.Shard.WHOLE);
    GridPlan plan = problems.readLast(() -> gridRun.plan(GridFile.read(file)));
    plan.notes().forEach(terminal::note);
    if (dryRun) {
      dryRun(plan, part);
      return ExitCode.OK;
    }
    RunOptions options =
        RunOptions.DEFAULT
            .withWorkers(workers == null ? 0 : workers)
            .withKeep(keep)
            .withShard(part);
    Path folder = out == null ? Path.of("runs", stem(file)) : out;
    RunFolder run = new RunFolder(folder);
    ExecutionProfile profile = profileOptions.profile(run, threads == null ? 0 : threads);
    RunOutcome outcome = gridRun.carryOut(plan, profile, run, options);
    RunReport.Written written = report.conclude(folder);
    BoardSummary.print(written.leaderboard(), terminal);
    terminal.line("");
    written.files().forEach(path -> terminal.line(path.toString()));
    RunSummary.print(outcome, part, run, terminal);
    boolean whole = shard != null || written.complete();
    return outcome.complete() && whole ? ExitCode.OK : ExitCode.INCOMPLETE;
  }

  /** The file that was named, or the shipped grid of that name where there is no such file. */
  private Path gridFile() {
    Path shipped = Home.folder().resolve(SHIPPED);
    if (grid == null) {
      return shipped.resolve("quick-start.yaml");
    }
    Path named = shipped.resolve(grid + ".yaml");
    boolean plain = grid.getNameCount() == 1 && !grid.isAbsolute();
    return plain && Files.notExists(grid) && Files.exists(named) ? named : grid;
  }

  private void dryRun(GridPlan plan, RunOptions.Shard part) {
    TextTable table = new TextTable(terminal.tableWidth(), "").optional(List.of(4, 3, 2));
    table.row("MODEL", "CELL", "THREAT MODEL", "FORWARD", "BACKWARD", "TIME");
    List<Cell> cells = Cells.planned(plan, part.models(plan));
    NetworkSpeed speed = gridRun.speed();
    double seconds = 0;
    for (Cell cell : cells) {
      PlannedModel model = cell.model();
      CostEstimate cost =
          cell.cost(plan).slower(speed.factor(model, plan.dataset(model.dataset())));
      table.row(
          model.id(),
          cell.what(),
          cell.under(),
          count(cost.forward()),
          count(cost.backward()),
          Durations.words(cost.seconds()));
      seconds += cost.seconds();
    }
    table.print(terminal);
    int cores = Runtime.getRuntime().availableProcessors();
    int parallel = workers == null ? cores : workers;
    terminal.line(
        cells.size()
            + " cells"
            + (shard == null ? "" : " of shard " + shard)
            + ", about "
            + Durations.words(seconds)
            + " of one core; with "
            + parallel
            + (parallel == 1 ? " worker" : " workers")
            + " about "
            + Durations.words(seconds / Math.min(parallel, cores)));
  }

  private static String count(long passes) {
    return String.format(Locale.ROOT, "%,d", passes);
  }

  private static String stem(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }
}

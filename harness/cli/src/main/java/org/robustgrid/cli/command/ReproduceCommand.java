package org.robustgrid.cli.command;

import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.robustgrid.base.UserException;
import org.robustgrid.base.files.AtomicFile;
import org.robustgrid.cli.terminal.ReproductionSummary;
import org.robustgrid.cli.terminal.Terminal;
import org.robustgrid.cli.terminal.TextTable;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.reproduction.Entry;
import org.robustgrid.leaderboard.reproduction.Entry.Setting;
import org.robustgrid.leaderboard.reproduction.Reproduction;
import org.robustgrid.leaderboard.reproduction.Scale;
import org.robustgrid.report.reproduction.ReproductionMarkdown;
import org.robustgrid.report.reproduction.ReproductionText;
import org.robustgrid.run.coordinator.RunOptions;
import org.robustgrid.run.coordinator.RunOutcome;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.grid.GridFile;
import org.robustgrid.run.plan.GridPlan;
import org.robustgrid.run.scoring.LeaderboardSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a paper's table or figure again. */
@Command(
    name = "reproduce",
    mixinStandardHelpOptions = true,
    description = {
      "Runs the grid of a paper's table or figure, and shows the paper and the result side by side.",
      "Reports whether each order or effect that the paper states holds beyond chance.",
      "Without an id, lists every table and figure with the scales at which it can be made."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  robustgrid reproduce                              every table and figure",
      "  robustgrid reproduce S4-T6                        one of them, on handwritten digits",
      "  robustgrid reproduce S4-T1 --from runs/mine       from an existing run",
      "  robustgrid reproduce --all --out runs/papers      all that can be made at the scale",
      "  robustgrid reproduce --all --from runs/papers     the page again, without running anything"
    })
public final class ReproduceCommand implements Callable<Integer> {

  private static final Path PAPERS = Path.of("leaderboards", "reproductions");
  private static final String PAGE = "reproductions.md";

  private final Terminal terminal;
  private final GridRun gridRun;
  private final RunReport report;

  @Parameters(
      paramLabel = "ID",
      arity = "0..1",
      description = "A table or figure, such as S4-T6 (default: list them).")
  private String id;

  @Option(
      names = "--scale",
      paramLabel = "digits|colour|paper",
      defaultValue = "digits",
      description = "The size of the reproduction (default: ${DEFAULT-VALUE}).")
  private String scaleName;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Folder of runs and page (default: runs/reproductions/ and the scale). Entries of one grid"
              + " share a run, and a finished one computes nothing.")
  private Path out;

  @Option(names = "--all", description = "All tables and figures that can be made at the scale.")
  private boolean all;

  @Option(
      names = "--from",
      paramLabel = "RUN|FILE",
      description =
          "A finished run or leaderboard to read, instead of running the grid. With --all, a folder"
              + " with a run for each grid; grids without one are listed as not run, and the page is"
              + " written into the folder unless --out names another.")
  private Path from;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Worker processes at a time (default: as many as cores and memory allow).")
  private Integer workers;

  @Mixin private ProfileOptions profileOptions;

  @Inject
  ReproduceCommand(Terminal terminal, GridRun gridRun, RunReport report) {
    this.terminal = terminal;
    this.gridRun = gridRun;
    this.report = report;
  }

  @Override
  public Integer call() throws InterruptedException {
    OptionProblems problems = new OptionProblems();
    problems.requireCount("--workers", workers);
    Scale scale =
        problems.readLast(
            () ->
                Scale.of(scaleName)
                    .orElseThrow(
                        () ->
                            new UserException(
                                "--scale must be one of "
                                    + Arrays.stream(Scale.values())
                                        .map(Scale::id)
                                        .collect(Collectors.joining(", "))
                                    + ", but is '"
                                    + scaleName
                                    + "'")));
    Papers papers = Papers.read(Home.folder().resolve(PAPERS));
    if (id == null && !all) {
      list(papers);
      return ExitCode.OK;
    }
    if (id != null && all) {
      throw new UserException("give either " + id + " or --all");
    }
    return all ? reproduceAll(papers, scale) : reproduce(papers.find(id), scale);
  }

  private void list(Papers papers) {
    papers
        .papers()
        .forEach(
            paper -> {
              terminal.line(paper.id() + " " + paper.title());
              TextTable table = new TextTable(terminal.width(), "  ");
              table.row("ID", "DIGITS", "COLOUR", "PAPER", "WHAT");
              for (Entry entry : paper.entries()) {
                List<String> cells = new ArrayList<>(List.of(entry.id()));
                for (Scale scale : Scale.values()) {
                  cells.add(entry.setting(scale).grid().isPresent() ? "yes" : "no");
                }
                Setting digits = entry.setting(Scale.DIGITS);
                cells.add(
                    entry.title()
                        + (digits.grid().isPresent() ? "" : "; not on digits: " + digits.why()));
                table.row(cells);
              }
              table.print(terminal);
              terminal.line("");
            });
  }

  private int reproduce(Papers.Found found, Scale scale) throws InterruptedException {
    Setting setting = found.entry().setting(scale);
    if (from != null) {
      print(Reproduction.of(found.entry(), scale, LeaderboardSource.read(from)));
      return ExitCode.OK;
    }
    if (setting.grid().isEmpty()) {
      throw new UserException(
          found.entry().id() + " cannot be made at scale " + scale.id() + ": " + setting.why());
    }
    Run run = run(found.paper().folder().resolve(setting.grid().get()), scale);
    Reproduction reproduction = Reproduction.of(found.entry(), scale, run.leaderboard());
    print(reproduction);
    Path page = folder(scale).resolve(found.entry().id() + ".md");
    write(page, scale, List.of(made(reproduction, run)), List.of(), List.of());
    return run.complete() ? ExitCode.OK : ExitCode.INCOMPLETE;
  }

  private int reproduceAll(Papers papers, Scale scale) throws InterruptedException {
    if (from != null && !Files.isDirectory(from)) {
      throw new UserException(
          "--all --from must be a folder with a run for each grid, but there is no folder " + from);
    }
    Map<Path, Optional<Run>> runs = new LinkedHashMap<>();
    List<ReproductionMarkdown.Made> made = new ArrayList<>();
    List<Entry> notRun = new ArrayList<>();
    List<Entry> left = new ArrayList<>();
    boolean complete = true;
    for (Papers.Found found : papers.all()) {
      Setting setting = found.entry().setting(scale);
      if (setting.grid().isEmpty()) {
        left.add(found.entry());
        continue;
      }
      Path grid = found.paper().folder().resolve(setting.grid().get());
      if (!runs.containsKey(grid)) {
        runs.put(grid, from == null ? Optional.of(run(grid, scale)) : read(grid));
      }
      Optional<Run> run = runs.get(grid);
      if (run.isEmpty()) {
        notRun.add(found.entry());
        continue;
      }
      complete &= run.get().complete();
      Reproduction reproduction = Reproduction.of(found.entry(), scale, run.get().leaderboard());
      print(reproduction);
      made.add(made(reproduction, run.get()));
    }
    terminal.line("");
    terminal.line(
        ReproductionText.summary(
                made.stream().map(ReproductionMarkdown.Made::reproduction).toList())
            + "; "
            + (notRun.isEmpty() ? "" : notRun.size() + " tables and figures were not run; ")
            + left.size()
            + " tables and figures cannot be made at this scale");
    Path folder = from == null || out != null ? folder(scale) : from;
    write(folder.resolve(PAGE), scale, made, notRun, left);
    return complete && notRun.isEmpty() ? ExitCode.OK : ExitCode.INCOMPLETE;
  }

  /** The run of a grid in the folder that is read; empty if it has none. */
  private Optional<Run> read(Path grid) {
    Path run = from.resolve(name(grid));
    return Files.exists(run.resolve("leaderboard.json"))
        ? Optional.of(new Run(run, LeaderboardSource.read(run.resolve("leaderboard.json")), true))
        : Optional.empty();
  }

  private static String name(Path grid) {
    return grid.getFileName().toString().replaceFirst("\\.yaml$", "");
  }

  /** A run of a grid. */
  private record Run(Path folder, Leaderboard leaderboard, boolean complete) {}

  private Run run(Path grid, Scale scale) throws InterruptedException {
    GridPlan plan = gridRun.plan(GridFile.read(grid));
    plan.notes().forEach(terminal::note);
    RunFolder run = new RunFolder(folder(scale).resolve(name(grid)));
    RunOptions options =
        RunOptions.DEFAULT.withWorkers(workers == null ? 0 : workers).withKeep(RunOptions.Keep.ALL);
    RunOutcome outcome = gridRun.carryOut(plan, profileOptions.profile(run, 0), run, options);
    RunReport.Written written = report.conclude(run.root());
    outcome.failures().forEach(failure -> terminal.note("failed: " + failure));
    return new Run(run.root(), written.leaderboard(), outcome.complete() && written.complete());
  }

  private Path folder(Scale scale) {
    return out == null ? Path.of("runs", "reproductions", scale.id()) : out;
  }

  private static ReproductionMarkdown.Made made(Reproduction reproduction, Run run) {
    // a run of which only the results were kept has no page
    boolean page = Files.exists(run.folder().resolve("index.html"));
    return new ReproductionMarkdown.Made(
        reproduction,
        run.folder().getFileName() + "/" + (page ? "index.html" : "leaderboard.json"));
  }

  private void print(Reproduction reproduction) {
    ReproductionSummary.print(reproduction, terminal);
  }

  private void write(
      Path page,
      Scale scale,
      List<ReproductionMarkdown.Made> made,
      List<Entry> notRun,
      List<Entry> left) {
    AtomicFile.write(page, ReproductionMarkdown.write(scale, made, notRun, left));
    terminal.line("");
    terminal.line(page.toString());
  }
}

package org.robustgrid.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.robustgrid.cli.terminal.Durations;
import org.robustgrid.cli.terminal.Terminal;
import org.robustgrid.cli.terminal.TextTable;
import org.robustgrid.core.UserException;
import org.robustgrid.core.leaderboard.Leaderboard;
import org.robustgrid.core.leaderboard.Leaderboard.Row;
import org.robustgrid.core.plan.CellKeys;
import org.robustgrid.core.plan.ExecutionProfile;
import org.robustgrid.core.plan.GridPlan;
import org.robustgrid.core.run.CellFailure;
import org.robustgrid.core.run.CellStore;
import org.robustgrid.core.run.RunFolder;
import org.robustgrid.core.worker.RunOptions;
import org.robustgrid.core.worker.RunOutcome;
import org.robustgrid.report.text.Numerals;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Attacks one model file. */
@Command(
    name = "attack",
    mixinStandardHelpOptions = true,
    description = {
      "Attacks a model file on the first N test samples of a data set.",
      "Prints clean and robust accuracy with intervals, and the passes that the attack took."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  robustgrid attack --model trades.zip --attack apgd --norm linf --epsilon 0.1 \\",
      "      --samples 200",
      "  robustgrid attack --model trades.zip --attack pgd -p steps=100 --norm l2 --epsilon 1 \\",
      "      --samples 200 --json"
    })
public final class AttackCommand implements Callable<Integer> {

  private final Terminal terminal;
  private final GridRun gridRun;
  private final RunReport report;

  @Option(names = "--model", paramLabel = "FILE", required = true, description = "The model file.")
  private Path model;

  @Option(names = "--attack", paramLabel = "ID", required = true, description = "The attack.")
  private String attack;

  @Option(
      names = "--dataset",
      paramLabel = "ID",
      defaultValue = "mnist-10k",
      description = "The data set (default: ${DEFAULT-VALUE}).")
  private String dataset;

  @Option(
      names = "--norm",
      paramLabel = "linf|l2|l1|l0",
      required = true,
      description = "The norm of the perturbation.")
  private String norm;

  @Option(
      names = "--epsilon",
      paramLabel = "E",
      required = true,
      description = "Its radius, in units of the data: 0.1, or 8/255.")
  private String epsilon;

  @Option(
      names = "--samples",
      paramLabel = "N",
      description = "The first N test samples (default: all).")
  private Long samples;

  @Option(
      names = "-p",
      paramLabel = "name=value",
      description = "A parameter of the attack; see 'robustgrid plugins describe ID'.")
  private Map<String, String> parameters;

  @Option(names = "-d", paramLabel = "name=value", description = "A parameter of the data set.")
  private Map<String, String> datasetParameters;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Seed of the attack's randomness (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--threads", paramLabel = "N", description = "Threads (default: one a core).")
  private Integer threads;

  @Option(names = "--json", description = "Print one JSON object instead of text.")
  private boolean json;

  @Mixin private ProfileOptions profileOptions;

  @Mixin private PluginPathOption pluginPath;

  @Inject
  AttackCommand(Terminal terminal, GridRun gridRun, RunReport report) {
    this.terminal = terminal;
    this.gridRun = gridRun;
    this.report = report;
  }

  @Override
  public Integer call() throws InterruptedException {
    OptionProblems problems = new OptionProblems();
    problems.requireCount("--threads", threads);
    double radius = problems.read(() -> Decimal.parse("--epsilon", epsilon), 0.0);
    GridPlan plan =
        problems.readLast(
            () ->
                gridRun.plan(
                    SingleGrid.attack(
                        model,
                        new SingleGrid.Choice(attack, GridRun.parameters(parameters)),
                        new SingleGrid.Choice(dataset, GridRun.parameters(datasetParameters)),
                        Optional.ofNullable(samples),
                        norm,
                        radius,
                        seed)));
    Path temporary = TemporaryFolder.create("attack");
    RunFolder folder = new RunFolder(temporary.resolve("run"));
    boolean finished = false;
    try {
      int cores = Runtime.getRuntime().availableProcessors();
      RunTable.Settled settled =
          profileOptions.profile(folder, plan, threads == null ? cores : threads);
      RunOutcome outcome =
          gridRun.carryOut(
              plan, settled, folder, RunOptions.DEFAULT.withKeep(RunOptions.Keep.NONE));
      if (!outcome.complete()) {
        requireUsable(plan, settled.profile(), folder);
        outcome.failures().forEach(failure -> terminal.note("failed: " + failure));
        return ExitCode.INCOMPLETE;
      }
      print(report.leaderboard(folder.root()), outcome.seconds());
      finished = true;
      return ExitCode.OK;
    } finally {
      if (finished || !Files.isDirectory(folder.logs())) {
        RunFolder.delete(temporary);
      } else {
        keepLogs(folder);
      }
    }
  }

  /** A model that cannot be taken in is the user's to mend; a cell that failed is not. */
  private static void requireUsable(GridPlan plan, ExecutionProfile profile, RunFolder folder) {
    String key = new CellKeys(plan, profile).training(plan.rows().get(0));
    new CellStore(folder)
        .failure(key)
        .filter(failure -> failure.kind().equals(CellFailure.DATA))
        .ifPresent(
            failure -> {
              throw new UserException("--model: " + failure.message());
            });
  }

  private void keepLogs(RunFolder folder) {
    try (Stream<Path> files = Files.list(folder.root())) {
      files.filter(file -> !file.equals(folder.logs())).forEach(RunFolder::delete);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder.root(), e);
    }
    terminal.note("What the worker said is in " + folder.logs());
  }

  private void print(Leaderboard leaderboard, double seconds) {
    Row row = leaderboard.boards().get(0).rows().get(0);
    if (json) {
      terminal.line(json(leaderboard, row, seconds));
      return;
    }
    TextTable table = new TextTable(terminal.width(), "");
    table.row("samples", Integer.toString(leaderboard.boards().get(0).samples()));
    table.row("clean accuracy", Numerals.rate(row.clean()));
    table.row("robust accuracy", Numerals.rate(row.worst()));
    table.row(
        "passes a sample",
        Numerals.count(row.passes().forward())
            + " forward, "
            + Numerals.count(row.passes().backward())
            + " backward");
    row.flags().forEach(flag -> table.row(flag.kind(), flag.message()));
    table.row("time", Durations.words(seconds));
    table.print(terminal);
  }

  private String json(Leaderboard leaderboard, Row row, double seconds) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("model", model.toString());
    result.put("attack", leaderboard.provenance().attacks().get(attack));
    result.put("dataset", leaderboard.dataset());
    result.put("threatModel", leaderboard.boards().get(0).threatModel());
    result.put("samples", leaderboard.boards().get(0).samples());
    result.put("clean", row.clean());
    result.put("robust", row.worst());
    result.put("passes", row.passes());
    result.put("outcomes", row.perSeed().get(0).worst());
    result.put("flags", row.flags());
    result.put("interval", leaderboard.provenance().interval());
    result.put("profile", leaderboard.provenance().profile());
    result.put("seconds", seconds);
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(result);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the result cannot be written as JSON", e);
    }
  }
}

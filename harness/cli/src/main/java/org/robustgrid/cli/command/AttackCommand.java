package org.robustgrid.cli.command;

import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.robustgrid.base.UserException;
import org.robustgrid.base.yaml.Place;
import org.robustgrid.cli.terminal.Terminal;
import org.robustgrid.run.cell.CellFailure;
import org.robustgrid.run.cell.Cells;
import org.robustgrid.run.cell.TrainingCell;
import org.robustgrid.run.coordinator.RunOptions;
import org.robustgrid.run.coordinator.RunOutcome;
import org.robustgrid.run.folder.FolderStore;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.grid.Grid.ChecksEntry;
import org.robustgrid.run.grid.Grid.Limits;
import org.robustgrid.run.grid.Grid.ReadingEntry;
import org.robustgrid.run.plan.ExecutionProfile;
import org.robustgrid.run.plan.GridPlan;
import org.robustgrid.spi.attack.Goal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Attacks one model file. */
@Command(
    name = "attack",
    mixinStandardHelpOptions = true,
    description = {
      "Attacks a model file on the first N test samples of a data set.",
      "Prints clean and robust accuracy with intervals, and the passes that the attack took.",
      "Also runs the checks of evaluations, such as vanished gradients, and reports what they find."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:attacked, with or without flags",
      "2:an error you can correct",
      "3:the attack failed, or one of the checks"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  robustgrid attack --model trades.zip --attack apgd --norm linf --epsilon 0.1 \\",
      "      --samples 200",
      "  robustgrid attack --model trades.zip --attack pgd -p steps=100 --norm l2 --epsilon 1 \\",
      "      --samples 200 --json",
      "  robustgrid attack --model theirs.onnx --normalize 0.1307,0.3081 --attack apgd \\",
      "      --norm linf --epsilon 0.1 --samples 100",
      "  robustgrid attack --model models.py:load --argument width=10 --attack apgd \\",
      "      --norm linf --epsilon 8/255 --samples 100",
      "  robustgrid attack --model trades.zip --attack apgd --norm linf --epsilon 8/255 \\",
      "      --keep adversarial.npz",
      "  robustgrid attack --model trades.zip --attack pgd --norm linf --epsilon 0.1 \\",
      "      --goal targeted --target least-likely",
      "  robustgrid attack --model trades.zip --attack fab --norm l2 --goal minimum-distance"
    })
public final class AttackCommand implements Callable<Integer> {

  private final Terminal terminal;
  private final GridRun gridRun;
  private final RunReport report;

  @Option(
      names = "--model",
      paramLabel = "FILE|FILE.py[:FUNCTION]",
      required = true,
      description = {
        "The model file: ONNX, a Deeplearning4j zip, weights, or what export writes; or Python code,",
        "whose function (default: load) returns the model. The code runs with your rights."
      })
  private Path model;

  @Option(names = "--attack", paramLabel = "ID", required = true, description = "The attack.")
  private String attack;

  @Option(
      names = "--dataset",
      paramLabel = "ID",
      description = "The data set (default: the one that is included).")
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
      description =
          "The radius of the perturbation in units of the data, such as 0.1 or 8/255; optional for"
              + " the goal minimum-distance.")
  private String epsilon;

  @Option(
      names = "--goal",
      paramLabel = "GOAL",
      defaultValue = "untargeted",
      description =
          "The goal of the attack: untargeted, targeted or minimum-distance (default:"
              + " ${DEFAULT-VALUE}).")
  private String goal;

  @Option(
      names = "--target",
      paramLabel = "RULE|CLASS[,CLASS]",
      description =
          "The target of a targeted attack: next, random, least-likely, most-likely, each, or classes"
              + " by number.")
  private String target;

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

  @Option(names = "--threads", paramLabel = "N", description = "Threads (default: one per core).")
  private Integer threads;

  @Option(
      names = "--cell-minutes",
      paramLabel = "N",
      description =
          "Stop the attack, or a check, after so many minutes (default: 60, as in a grid).")
  private Double cellMinutes;

  @Option(
      names = "--checks",
      paramLabel = "none|ID",
      split = ",",
      description = "The checks to run: none, or ids separated by commas (default: all).")
  private List<String> checks;

  @Option(
      names = "--keep",
      paramLabel = "FILE.npz|DIR",
      description =
          "Keep the adversarial images that fool the model: as arrays for NumPy (images, samples,"
              + " labels, predictions) in FILE.npz; or the whole run with its page in DIR, for"
              + " 'report' and 'audit'.")
  private Path keep;

  @Option(names = "--json", description = "Print one JSON object instead of text.")
  private boolean json;

  @Mixin private ReadingOptions readingOptions;

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
    double radius = problems.read(this::radius, 0.0);
    KeptExamples kept = problems.read(() -> KeptExamples.of(keep), KeptExamples.NONE);
    Limits limits = problems.read(this::limits, Limits.DEFAULT);
    ReadingEntry reading = problems.read(() -> readingOptions.entry(model), ReadingEntry.AS_IT_IS);
    GridPlan plan =
        problems.readLast(
            () ->
                gridRun.plan(
                    SingleGrid.attack(
                        model,
                        reading,
                        new SingleGrid.Choice(attack, GridRun.parameters(parameters)),
                        new SingleGrid.Choice(
                            dataset == null ? gridRun.embeddedDataset() : dataset,
                            GridRun.parameters(datasetParameters)),
                        Optional.ofNullable(samples),
                        SingleGrid.threat(norm, radius, goal, target),
                        checks(),
                        limits,
                        seed)));
    plan.notes().forEach(terminal::note);
    if (kept.folder() != null) {
      RunFolder folder = new RunFolder(kept.folder());
      int code = attack(plan, folder, kept);
      if (code != ExitCode.OK) {
        terminal.note("What the worker said is in " + folder.logs());
      }
      return code;
    }
    Path temporary = TemporaryFolder.create("attack");
    RunFolder folder = new RunFolder(temporary.resolve("run"));
    boolean finished = false;
    try {
      int code = attack(plan, folder, kept);
      finished = code == ExitCode.OK;
      return code;
    } finally {
      if (finished || !Files.isDirectory(folder.logs())) {
        RunFolder.delete(temporary);
      } else {
        keepLogs(folder);
      }
    }
  }

  /** Infinite where the goal needs none. */
  private double radius() {
    if (epsilon != null) {
      return Decimal.parse("--epsilon", epsilon);
    }
    if (goal.equals(Goal.Kind.MINIMUM_DISTANCE.id())) {
      return Double.POSITIVE_INFINITY;
    }
    throw new UserException(
        "--epsilon is missing: the goal '" + goal + "' needs a radius, such as --epsilon 8/255");
  }

  private Limits limits() {
    if (cellMinutes == null) {
      return Limits.DEFAULT;
    }
    if (!(cellMinutes > 0 && Double.isFinite(cellMinutes))) {
      throw new UserException("--cell-minutes must be a number above 0, but is " + cellMinutes);
    }
    return Limits.DEFAULT.withCellMinutes(cellMinutes);
  }

  private int attack(GridPlan plan, RunFolder folder, KeptExamples kept)
      throws InterruptedException {
    int cores = Runtime.getRuntime().availableProcessors();
    ExecutionProfile profile = profileOptions.profile(folder, threads == null ? cores : threads);
    // a check looks at the images, too
    RunOutcome outcome =
        gridRun.carryOut(plan, profile, folder, RunOptions.DEFAULT.withKeep(RunOptions.Keep.WORST));
    if (!outcome.resultsComplete()) {
      requireUsable(plan, profile, folder);
    }
    outcome.failures().forEach(failure -> terminal.note("failed: " + failure));
    if (!outcome.resultsComplete()) {
      return ExitCode.INCOMPLETE;
    }
    AttackAnswer answer =
        new AttackAnswer(model, plan, report.leaderboard(folder.root()), outcome.seconds());
    if (json) {
      terminal.line(answer.json());
    } else {
      answer.print(terminal);
    }
    keep(kept, folder, new Cells(plan, profile, new FolderStore(folder)));
    return outcome.complete() ? ExitCode.OK : ExitCode.INCOMPLETE;
  }

  /** The checks that are asked for; empty for all. */
  private Optional<ChecksEntry> checks() {
    if (checks == null) {
      return Optional.empty();
    }
    List<String> names = checks.equals(List.of("none")) ? List.of() : checks;
    return Optional.of(new ChecksEntry(names, Place.none("--checks")));
  }

  private void keep(KeptExamples kept, RunFolder folder, Cells cells) {
    if (kept.folder() != null) {
      report.conclude(folder.root()).files().forEach(file -> terminal.note("written: " + file));
    }
    if (kept.file() != null) {
      int images = kept.write(folder, cells);
      terminal.note(
          images == 0
              ? "no image fools the model: " + keep + " is not written"
              : "written: " + keep + ", " + images + (images == 1 ? " image" : " images"));
    }
  }

  /** A model that cannot be taken in is the user's to mend; a cell that failed is not. */
  private static void requireUsable(GridPlan plan, ExecutionProfile profile, RunFolder folder) {
    new Cells(plan, profile, new FolderStore(folder))
        .failure(new TrainingCell(plan.rows().get(0)))
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
}

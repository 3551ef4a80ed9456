package org.robustgrid.cli.command;

import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.robustgrid.base.files.AtomicFile;
import org.robustgrid.cli.terminal.Durations;
import org.robustgrid.cli.terminal.Terminal;
import org.robustgrid.run.cell.Cells;
import org.robustgrid.run.cell.CleanCell;
import org.robustgrid.run.cell.CleanResult;
import org.robustgrid.run.cell.ModelResult;
import org.robustgrid.run.coordinator.RunOptions;
import org.robustgrid.run.coordinator.RunOutcome;
import org.robustgrid.run.folder.FolderStore;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.plan.ExecutionProfile;
import org.robustgrid.run.plan.GridPlan;
import org.robustgrid.run.plan.PlannedModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains one defense into a model file. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = {
      "Trains a defense and writes the network as a Deeplearning4j zip.",
      "Prints its accuracy on the test samples, without attack, with an interval.",
      "A stopped training resumes when the same command is given again."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  robustgrid train --defense standard --dataset mnist-10k --architecture small-cnn \\",
      "      --out standard.zip",
      "  robustgrid train --defense trades -p beta=6 --dataset mnist-10k \\",
      "      --architecture small-cnn --epochs 8 --out trades.zip"
    })
public final class TrainCommand implements Callable<Integer> {

  private final Terminal terminal;
  private final GridRun gridRun;

  @Option(names = "--defense", paramLabel = "ID", required = true, description = "The defense.")
  private String defense;

  @Option(names = "--dataset", paramLabel = "ID", required = true, description = "The data set.")
  private String dataset;

  @Option(
      names = "--architecture",
      paramLabel = "ID",
      required = true,
      description = "The architecture.")
  private String architecture;

  @Option(names = "--out", paramLabel = "FILE", required = true, description = "The model file.")
  private Path out;

  @Option(
      names = "-p",
      paramLabel = "name=value",
      description = "A parameter of the defense; see 'robustgrid plugins describe ID'.")
  private Map<String, String> parameters;

  @Option(names = "-a", paramLabel = "name=value", description = "A parameter of the architecture.")
  private Map<String, String> architectureParameters;

  @Option(names = "-d", paramLabel = "name=value", description = "A parameter of the data set.")
  private Map<String, String> datasetParameters;

  @Option(
      names = "-t",
      paramLabel = "name=value",
      description = "A training setting as in a grid, for example -t learning-rate=0.002.")
  private Map<String, String> training;

  @Option(names = "--epochs", paramLabel = "N", description = "Short for -t epochs=N.")
  private Long epochs;

  @Option(names = "--batch-size", paramLabel = "N", description = "Short for -t batch-size=N.")
  private Long batchSize;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Seed of weights and training (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--threads", paramLabel = "N", description = "Threads (default: one per core).")
  private Integer threads;

  @Mixin private ProfileOptions profileOptions;

  @Mixin private PluginPathOption pluginPath;

  @Inject
  TrainCommand(Terminal terminal, GridRun gridRun) {
    this.terminal = terminal;
    this.gridRun = gridRun;
  }

  @Override
  public Integer call() throws InterruptedException {
    Map<String, Object> settings = new LinkedHashMap<>(GridRun.parameters(training));
    if (epochs != null) {
      settings.put("epochs", epochs);
    }
    if (batchSize != null) {
      settings.put("batch-size", batchSize);
    }
    OptionProblems problems = new OptionProblems();
    problems.requireCount("--threads", threads);
    Path file = problems.read(() -> OutputFile.require("--out", out, defense + ".zip"), out);
    GridPlan plan =
        problems.readLast(
            () ->
                gridRun.plan(
                    SingleGrid.training(
                        new SingleGrid.Choice(defense, GridRun.parameters(parameters)),
                        new SingleGrid.Choice(
                            architecture, GridRun.parameters(architectureParameters)),
                        new SingleGrid.Choice(dataset, GridRun.parameters(datasetParameters)),
                        settings,
                        seed)));
    RunFolder work = new RunFolder(file.resolveSibling("." + file.getFileName() + ".training"));
    int cores = Runtime.getRuntime().availableProcessors();
    ExecutionProfile profile = profileOptions.profile(work, threads == null ? cores : threads);
    RunOutcome outcome =
        gridRun.carryOut(plan, profile, work, RunOptions.DEFAULT.withKeep(RunOptions.Keep.NONE));
    outcome.failures().forEach(failure -> terminal.note("failed: " + failure));
    Cells cells = new Cells(plan, profile, new FolderStore(work));
    PlannedModel model = plan.rows().get(0);
    Optional<ModelResult> trained = cells.trained(model);
    if (trained.isEmpty()) {
      terminal.note("What the worker said is in " + work.logs());
      return ExitCode.INCOMPLETE;
    }
    Path zip = work.modelZip(trained.get().key());
    AtomicFile.write(file, out -> Files.copy(zip, out));
    terminal.line(out + ": trained in " + Durations.words(outcome.seconds()));
    Optional<CleanResult> clean = cells.result(new CleanCell(model), CleanResult.class);
    if (clean.isEmpty()) {
      terminal.note("The model is written, but its accuracy could not be measured: " + work.logs());
      return ExitCode.INCOMPLETE;
    }
    print(TrainedAccuracy.of(plan.dataset(model.dataset()), clean.get()), trained.get());
    RunFolder.delete(work.root());
    return ExitCode.OK;
  }

  private void print(TrainedAccuracy accuracy, ModelResult trained) {
    terminal.line(accuracy.line());
    if (trained.randomised()) {
      terminal.line(
          "by majority of the draws of "
              + defense
              + "; the file holds the network alone, which 'attack' takes as it is");
    }
    accuracy.warning().ifPresent(terminal::note);
  }

  /** Copies the content only: the model file gets the permissions of any file the user makes. */
}

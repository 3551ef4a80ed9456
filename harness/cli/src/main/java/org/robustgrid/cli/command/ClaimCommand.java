package org.robustgrid.cli.command;

import com.google.inject.Inject;
import com.google.inject.Provider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.robustgrid.base.UserException;
import org.robustgrid.base.files.AtomicFile;
import org.robustgrid.base.files.Sha256;
import org.robustgrid.cli.terminal.Terminal;
import org.robustgrid.leaderboard.Column;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.Leaderboard.Rate;
import org.robustgrid.run.cell.Cells;
import org.robustgrid.run.cell.Claim;
import org.robustgrid.run.cell.ClaimCell;
import org.robustgrid.run.cell.ClaimResult;
import org.robustgrid.run.cell.CleanCell;
import org.robustgrid.run.cell.CleanResult;
import org.robustgrid.run.coordinator.UnitRunner;
import org.robustgrid.run.coordinator.WorkUnit;
import org.robustgrid.run.folder.Claims;
import org.robustgrid.run.folder.FolderStore;
import org.robustgrid.run.folder.ForeignImages;
import org.robustgrid.run.folder.KeptImagesWriter;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.folder.RunLock;
import org.robustgrid.run.folder.RunManifest;
import org.robustgrid.run.folder.RunSeal;
import org.robustgrid.run.plan.GridPlan;
import org.robustgrid.run.plan.PlannedCode;
import org.robustgrid.run.plan.PlannedModel;
import org.robustgrid.run.plan.PlannedThreatModel;
import org.robustgrid.run.plugin.PluginRegistry;
import org.robustgrid.run.worker.ClaimedImageCheck;
import org.robustgrid.spi.attack.Goal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Adds images that are claimed to break a row to a finished run. */
@Command(
    name = "claim",
    mixinStandardHelpOptions = true,
    description = {
      "Adds images that you claim break a row to a finished run, and counts what they break.",
      "The harness checks each image against its original (shape, finiteness, domain, ball),",
      "evaluates the model itself, and writes the sample-wise minimum with the worst case into the",
      "column 'claims', with your name and the hash of the images in the provenance. No other figure",
      "changes, and none ever rises. Claims are sealed and audited with the run. A randomised row is",
      "judged as under attacks, by the majority of its judgements, and images are resubmitted for a",
      "column 'claims with 10 resubmissions' (or the row's own number).",
      "IMAGES is an NPZ file: 'images' [n, …input shape] in float32 or float64; optionally 'samples'",
      "[n], their indices in the test set (default: the first n); optionally 'labels' [n], which are",
      "compared with those of the test set. Images that a run kept are read, too."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  robustgrid claim runs/mine trades mine.npz --by 'A. Referee'",
      "  robustgrid claim runs/mine trades mine.npz --by 'A. Referee' --under 'linf 0.1' --seed 1"
    })
public final class ClaimCommand implements Runnable {

  private static final int LONGEST_NAME = 80;

  private final Terminal terminal;
  private final RunReport report;
  private final Provider<PluginRegistry> registry;

  @Parameters(index = "0", paramLabel = "RUN", description = "The folder of a run.")
  private Path folder;

  @Parameters(index = "1", paramLabel = "ROW", description = "The label of a row.")
  private String row;

  @Parameters(index = "2", paramLabel = "IMAGES", description = "An NPZ file of images.")
  private Path images;

  @Option(
      names = "--by",
      paramLabel = "NAME",
      required = true,
      description = "The author of the claim.")
  private String by;

  @Option(
      names = "--under",
      paramLabel = "THREAT-MODEL",
      description = "The board, such as 'linf 0.1', if the run has several.")
  private String under;

  @Option(
      names = "--dataset",
      paramLabel = "LABEL",
      description = "The data set, if the run has several.")
  private String dataset;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "The seed of the model, if the row has several.")
  private Long seed;

  @Mixin private PluginPathOption pluginPath;

  @Inject
  ClaimCommand(Terminal terminal, RunReport report, Provider<PluginRegistry> registry) {
    this.terminal = terminal;
    this.report = report;
    this.registry = registry;
  }

  @Override
  public void run() {
    RunFolder run = new RunFolder(folder);
    if (!RunManifest.exists(run)) {
      throw new UserException(folder + " holds no run; give the folder of a run");
    }
    String name = name();
    ClaimCell cell;
    ClaimResult result;
    int right;
    try (RunLock lock = RunLock.acquire(run)) {
      RunManifest manifest = RunManifest.read(run);
      FolderStore store = new FolderStore(run);
      Cells cells = new Cells(manifest.plan(), manifest.profile(), store);
      PlannedModel model = model(manifest.plan());
      PlannedThreatModel threat = threat(manifest.plan());
      right = rightWithoutAttack(cells, model);
      SortedMap<Integer, float[]> claimed =
          ForeignImages.read(images, manifest.plan().dataset(model.dataset()));
      check(manifest.plan(), model, threat, claimed);
      Path elsewhere = TemporaryFolder.create("claim");
      try {
        Path file = elsewhere.resolve("images.npz");
        KeptImagesWriter.write(file, claimed);
        cell = new ClaimCell(model, threat, name, Sha256.of(file));
        requireNew(Claims.of(run), cell.claim());
        result = judge(run, manifest, cells, cell, file, elsewhere.resolve("worker.log"));
      } finally {
        RunFolder.delete(elsewhere);
      }
      store.put(result);
      Claims.of(run).and(cell.claim()).write(run);
      RunSeal.follow(
          run,
          lock,
          List.of(run.claimedImages(result.imagesHash()), run.cell(result.key()), run.claims()));
    }
    RunReport.Written written = report.write(folder);
    int broken = right - result.robust().count();
    terminal.line(
        broken
            + " of "
            + result.images()
            + " images break samples that are right without attack"
            + (result.judgements() == null
                ? ""
                : "; each was judged by the majority of " + result.judgements() + " judgements"));
    rate(written.leaderboard(), cell)
        .ifPresentOrElse(
            rate ->
                terminal.line(
                    String.format(
                        Locale.ROOT,
                        "%s at %s: %.1f %% of the samples survive every attack and every claim",
                        row,
                        cell.threatModel(),
                        100 * rate.rate())),
            () ->
                terminal.line(
                    row
                        + " has no worst case at "
                        + cell.threatModel()
                        + ", so that the column shows nothing yet; run the grid to its end"));
  }

  private Optional<Rate> rate(Leaderboard leaderboard, ClaimCell cell) {
    return leaderboard.boards().stream()
        .filter(board -> board.dataset().equals(cell.model().dataset()))
        .filter(board -> board.threatModel().words().equals(cell.threatModel().toString()))
        .flatMap(board -> board.rows().stream())
        .filter(of -> of.label().equals(row) && of.columns() != null)
        .flatMap(of -> Optional.ofNullable(of.columns().get(Column.CLAIMS)).stream())
        .findFirst();
  }

  private String name() {
    String name = by.strip();
    if (name.isEmpty() || name.length() > LONGEST_NAME || !name.matches("[^\\p{Cntrl}]+")) {
      throw new UserException(
          "--by: expected a name of 1 to " + LONGEST_NAME + " characters in one line");
    }
    return name;
  }

  private PlannedModel model(GridPlan plan) {
    List<PlannedModel> named =
        plan.rows().stream()
            .filter(model -> model.row().equals(row))
            .filter(model -> dataset == null || model.dataset().equals(dataset))
            .toList();
    if (named.isEmpty()) {
      throw new UserException(
          "there is no row '"
              + row
              + (dataset == null ? "'" : "' of the data set '" + dataset + "'")
              + "; the run has "
              + plan.rows().stream().map(PlannedModel::row).distinct().toList());
    }
    List<PlannedModel> chosen =
        named.stream().filter(model -> seed == null || model.seed() == seed).toList();
    if (chosen.size() != 1) {
      throw new UserException(
          "a claim is about one model; name it with --seed and --dataset, the row has "
              + named.stream().map(PlannedModel::id).collect(Collectors.joining(", ")));
    }
    return chosen.get(0);
  }

  private PlannedThreatModel threat(GridPlan plan) {
    List<PlannedThreatModel> untargeted =
        plan.threatModels().stream()
            .filter(threat -> threat.kind() == Goal.Kind.UNTARGETED)
            .filter(threat -> under == null || threat.toString().equals(under.strip()))
            .toList();
    if (untargeted.size() != 1) {
      throw new UserException(
          "a claim is about one untargeted board; name it with --under, the run has "
              + plan.threatModels().stream()
                  .filter(threat -> threat.kind() == Goal.Kind.UNTARGETED)
                  .map(threat -> "'" + threat + "'")
                  .collect(
                      Collectors.collectingAndThen(
                          Collectors.joining(", "), all -> all.isEmpty() ? "none" : all)));
    }
    return untargeted.get(0);
  }

  private static int rightWithoutAttack(Cells cells, PlannedModel model) {
    return cells
        .result(new CleanCell(model), CleanResult.class)
        .orElseThrow(
            () ->
                new UserException(
                    model.id() + " is not evaluated yet; run the grid to its end first"))
        .correct()
        .count();
  }

  private void check(
      GridPlan plan,
      PlannedModel model,
      PlannedThreatModel threat,
      SortedMap<Integer, float[]> claimed) {
    try (ClaimedImageCheck check = new ClaimedImageCheck(plan, registry.get())) {
      List<String> problems = check.problems(model, threat, claimed);
      if (!problems.isEmpty()) {
        throw new UserException(
            images
                + " is refused, and nothing was changed:\n  "
                + String.join("\n  ", problems)
                + "\nexpected adversarial images of the data set '"
                + model.dataset()
                + "' under "
                + threat
                + ", each with the index of its original in 'samples'");
      }
    }
  }

  private static void requireNew(Claims claims, Claim claim) {
    claims
        .before(claim)
        .ifPresent(
            known -> {
              throw new UserException(
                  "these images were claimed already, by " + known.by() + "; a claim counts once");
            });
  }

  private ClaimResult judge(
      RunFolder run, RunManifest manifest, Cells cells, ClaimCell cell, Path file, Path log) {
    String key = cells.key(cell).orElseThrow();
    Path kept = run.claimedImages(cell.imagesHash());
    // another row may have been claimed to break by the same images
    boolean there = Files.exists(kept);
    AtomicFile.write(kept, out -> Files.copy(file, out));
    WorkUnit unit = WorkUnit.of(1, WorkUnit.Job.COMPUTE, cell, key, manifest.plan().limits());
    List<Path> plugins = PlannedCode.locations(manifest.plan(), registry.get());
    boolean judged = false;
    try (UnitRunner runner = new UnitRunner(run, manifest, plugins, log)) {
      ClaimResult result = runner.compute(unit, ClaimResult.class);
      judged = true;
      return result;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserException("the claim was interrupted before the model had answered", e);
    } finally {
      if (!judged && !there) {
        delete(kept);
      }
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw AtomicFile.unwritable(file, e);
    }
  }
}

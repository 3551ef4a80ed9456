package org.robustgrid.run.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.robustgrid.base.UserException;
import org.robustgrid.base.files.AtomicFile;
import org.robustgrid.base.files.CanonicalJson;
import org.robustgrid.base.files.JsonDifference;
import org.robustgrid.base.files.RealPath;
import org.robustgrid.run.coordinator.UnitRunner;
import org.robustgrid.run.coordinator.WorkUnit;
import org.robustgrid.run.folder.AdversarialFile;
import org.robustgrid.run.folder.AttackCellResult;
import org.robustgrid.run.folder.CellStore;
import org.robustgrid.run.folder.CertificationResult;
import org.robustgrid.run.folder.CheckResult;
import org.robustgrid.run.folder.CleanResult;
import org.robustgrid.run.folder.ModelResult;
import org.robustgrid.run.folder.RunCell;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.folder.RunLock;
import org.robustgrid.run.folder.RunManifest;
import org.robustgrid.run.grid.Grid.Limits;
import org.robustgrid.run.plan.CellKeys;
import org.robustgrid.run.plan.ExecutionProfile;
import org.robustgrid.run.plan.PlannedCode;
import org.robustgrid.run.plugin.PluginRegistry;

/** Computes cells of a finished run again, each with what it was computed from. */
public final class Replay {

  /** Samples at once, where memory held fewer than the profile says. */
  private static final String MICRO_BATCH = "microBatch";

  /**
   * What the clock tells, hashes of files whose content is compared, or holds dates, and memory,
   * which is no outcome but may explain another one.
   */
  private static final Set<String> NOT_COMPARED =
      Set.of("seconds", "modelSeconds", "adversarialsHash", "fileHash", MICRO_BATCH);

  private final RunFolder folder;
  private final RunManifest manifest;
  private final CellStore store;
  private final List<RunCell> cells;

  /**
   * Replays of a run.
   *
   * @param lock proof that no run is writing
   * @throws UserException when the folder holds no run, or what is needed of it was changed
   */
  public Replay(RunFolder folder, RunLock lock) {
    this.folder = folder;
    this.manifest = RunManifest.read(folder);
    this.store = new CellStore(folder);
    this.cells = RunCell.list(manifest, store);
  }

  /** The run's cells. */
  public List<RunCell> cells() {
    return cells;
  }

  /**
   * Finds a cell.
   *
   * @param text its key, the beginning of it, or its name in words
   * @throws UserException when there is none, or more than one
   */
  public RunCell find(String text) {
    String wanted = text.strip().toLowerCase(Locale.ROOT);
    // rows of equal content share a cell
    Map<String, RunCell> found =
        cells.stream()
            .filter(
                cell ->
                    !wanted.isEmpty() && cell.key().startsWith(wanted)
                        || cell.describe().toLowerCase(Locale.ROOT).equals(wanted))
            .collect(Collectors.toMap(RunCell::key, cell -> cell, (a, b) -> a));
    if (found.size() == 1) {
      return found.values().iterator().next();
    }
    throw new UserException(
        (found.isEmpty() ? "no cell" : "more than one cell")
            + " of "
            + folder.root()
            + " answers to '"
            + text
            + "'; give the first digits of a key, or a name, as 'robustgrid replay "
            + folder.root()
            + "' lists them");
  }

  /**
   * Computes a cell again.
   *
   * @param elsewhere an empty folder to work in
   * @param here the profile that would be chosen on this machine; the run's own is used
   * @throws UserException when the cell has no result, or cannot be computed here
   */
  public ReplayReport run(
      RunCell cell, PluginRegistry registry, Path elsewhere, ExecutionProfile here)
      throws InterruptedException {
    if (!cell.present(store)) {
      throw new UserException(
          cell.describe()
              + " has no result to compare with"
              + store.failure(cell.key()).map(f -> " (it failed: " + f.message() + ")").orElse("")
              + "; run the grid again, which computes what is missing");
    }
    RunFolder work = new RunFolder(elsewhere.resolve("run"));
    manifest.write(work);
    copyNeeds(cell, work);
    List<Path> plugins = PlannedCode.locations(manifest.plan(), registry);
    Limits limits = manifest.plan().limits();
    boolean training = cell.kind() == RunCell.Kind.TRAINING;
    double minutes = training ? limits.trainingMinutes() : limits.cellMinutes();
    WorkUnit unit = WorkUnit.of(1, WorkUnit.Kind.valueOf(cell.kind().name()), cell, minutes);
    Object now;
    try (UnitRunner runner =
        new UnitRunner(work, manifest, plugins, elsewhere.resolve("worker.log"))) {
      now = runner.compute(unit, type(cell));
    }
    List<String> differences =
        JsonDifference.list(comparable(stored(cell)), comparable(now), "stored", "now");
    int images = cell.kind() == RunCell.Kind.ATTACK ? compareImages(cell, work, differences) : 0;
    List<String> provenance =
        new ArrayList<>(ProvenanceComparison.list(manifest, cell, registry, here));
    compareMemory(CanonicalJson.tree(stored(cell)), CanonicalJson.tree(now), provenance);
    return new ReplayReport(differences, provenance, images);
  }

  private void compareMemory(JsonNode before, JsonNode after, List<String> provenance) {
    int asProfiled = manifest.profile().microBatch();
    int then = before.path(MICRO_BATCH).asInt(asProfiled);
    int now = after.path(MICRO_BATCH).asInt(asProfiled);
    if (then != now) {
      provenance.add("samples that memory held at once: then " + then + ", now " + now);
    }
  }

  private static Class<?> type(RunCell cell) {
    return switch (cell.kind()) {
      case TRAINING -> ModelResult.class;
      case CLEAN -> CleanResult.class;
      case CERTIFICATION -> CertificationResult.class;
      case CHECKS -> CheckResult.class;
      case ATTACK -> AttackCellResult.class;
    };
  }

  private Object stored(RunCell cell) {
    return switch (cell.kind()) {
      case TRAINING -> store.model(cell.key()).orElseThrow();
      case CLEAN -> store.clean(cell.key()).orElseThrow();
      case CERTIFICATION -> store.certification(cell.key()).orElseThrow();
      case CHECKS -> store.checks(cell.key()).orElseThrow();
      case ATTACK -> store.attack(cell.key()).orElseThrow();
    };
  }

  private static JsonNode comparable(Object result) {
    ObjectNode tree = (ObjectNode) CanonicalJson.tree(result);
    tree.remove(NOT_COMPARED);
    return tree;
  }

  /** A training learns from its teachers; everything else asks its own model. */
  private void copyNeeds(RunCell cell, RunFolder work) {
    if (cell.kind() == RunCell.Kind.TRAINING) {
      CellKeys keys = new CellKeys(manifest.plan(), manifest.profile());
      for (String teacher : cell.model().models().values()) {
        String key = keys.training(manifest.plan().model(teacher));
        copyAll(folder.model(key), work.model(key));
        copy(folder.epochsSeal(key), work.epochsSeal(key));
      }
      return;
    }
    copyAll(folder.model(cell.modelKey()), work.model(cell.modelKey()));
    if (cell.kind() == RunCell.Kind.ATTACK || cell.kind() == RunCell.Kind.CHECKS) {
      copy(folder.cell(cell.cleanKey()), work.cell(cell.cleanKey()));
    }
    if (cell.kind() == RunCell.Kind.CHECKS) {
      copyAttacks(cell, work);
    }
  }

  /** Checks look at what the attacks of their norm left. */
  private void copyAttacks(RunCell checks, RunFolder work) {
    for (RunCell cell : cells) {
      if (cell.kind() == RunCell.Kind.ATTACK
          && cell.modelKey().equals(checks.modelKey())
          && cell.threatModel().norm().equals(checks.threatModel().norm())) {
        copy(folder.cell(cell.key()), work.cell(cell.key()));
        copy(folder.adversarials(cell.key()), work.adversarials(cell.key()));
      }
    }
  }

  private static void copyAll(Path from, Path to) {
    // a walk does not enter a link that it begins at
    Path real = RealPath.of(from);
    try (Stream<Path> files = Files.walk(real)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        copy(file, to.resolve(real.relativize(file).toString()));
      }
    } catch (IOException e) {
      throw new UserException("cannot read " + from + ": " + e.getMessage(), e);
    }
  }

  private static void copy(Path from, Path to) {
    if (Files.exists(from)) {
      AtomicFile.write(to, out -> Files.copy(from, out));
    }
  }

  /** Compares the images that both have; which are kept is the run's own choice. */
  private int compareImages(RunCell cell, RunFolder work, List<String> differences) {
    Path before = folder.adversarials(cell.key());
    Path after = work.adversarials(cell.key());
    if (!Files.exists(before) || !Files.exists(after)) {
      return 0;
    }
    SortedMap<Integer, float[]> now = AdversarialFile.read(after);
    List<Integer> unlike = new ArrayList<>();
    int compared = 0;
    for (Map.Entry<Integer, float[]> image : AdversarialFile.read(before).entrySet()) {
      float[] other = now.get(image.getKey());
      if (other != null) {
        compared++;
        if (!Arrays.equals(image.getValue(), other)) {
          unlike.add(image.getKey());
        }
      }
    }
    if (!unlike.isEmpty()) {
      differences.add("adversarial images of samples " + unlike);
    }
    return compared;
  }
}

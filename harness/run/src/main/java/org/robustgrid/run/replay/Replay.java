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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.robustgrid.base.UserException;
import org.robustgrid.base.files.AtomicFile;
import org.robustgrid.base.files.CanonicalJson;
import org.robustgrid.base.files.JsonDifference;
import org.robustgrid.base.files.RealPath;
import org.robustgrid.run.cell.AttackCell;
import org.robustgrid.run.cell.Cell;
import org.robustgrid.run.cell.Cells;
import org.robustgrid.run.cell.ClaimCell;
import org.robustgrid.run.cell.TrainingCell;
import org.robustgrid.run.coordinator.UnitRunner;
import org.robustgrid.run.coordinator.WorkUnit;
import org.robustgrid.run.coordinator.WorkUnit.Job;
import org.robustgrid.run.folder.FolderStore;
import org.robustgrid.run.folder.KeptImages;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.folder.RunLock;
import org.robustgrid.run.folder.RunManifest;
import org.robustgrid.run.plan.PlannedCode;
import org.robustgrid.run.plugin.PluginRegistry;

/** Computes cells of a finished run again from their original inputs. */
public final class Replay {

  /** Samples at once, where memory held fewer than the profile says. */
  private static final String MICRO_BATCH = "microBatch";

  /**
   * Times, hashes of files whose content is compared or contains dates, and memory, which is not an
   * outcome but may explain a different one.
   */
  private static final Set<String> NOT_COMPARED =
      Set.of("seconds", "modelSeconds", "ended", "adversarialsHash", "fileHash", MICRO_BATCH);

  private final RunFolder folder;
  private final RunManifest manifest;
  private final Cells cells;

  /**
   * Replays of a run.
   *
   * @param lock proof that no run is writing
   * @throws UserException when the folder holds no run, or what is needed of it was changed
   */
  public Replay(RunFolder folder, RunLock lock) {
    this.folder = folder;
    this.manifest = RunManifest.read(folder);
    this.cells = new Cells(manifest.plan(), manifest.profile(), new FolderStore(folder));
  }

  /** The run's cells whose keys are known. */
  public List<Cell> cells() {
    return cells.known();
  }

  /** The key of one of the run's cells. */
  public String key(Cell cell) {
    return cells.key(cell).orElseThrow();
  }

  /**
   * Finds a cell.
   *
   * @param text its key, the beginning of it, or its name in words
   * @throws UserException when there is none, or more than one
   */
  public Cell find(String text) {
    String wanted = text.strip().toLowerCase(Locale.ROOT);
    // rows of equal content share a cell
    Map<String, Cell> found =
        cells.known().stream()
            .filter(
                cell ->
                    !wanted.isEmpty() && key(cell).startsWith(wanted)
                        || cell.name().toLowerCase(Locale.ROOT).equals(wanted))
            .collect(Collectors.toMap(this::key, cell -> cell, (a, b) -> a));
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
   * @throws UserException when the cell has no result, or cannot be computed here
   */
  public ReplayReport run(Cell cell, PluginRegistry registry, Path elsewhere)
      throws InterruptedException {
    Object stored = cells.result(cell).orElse(null);
    if (stored == null) {
      throw new UserException(
          cell.name()
              + " has no result to compare with"
              + cells.failure(cell).map(f -> " (it failed: " + f.message() + ")").orElse("")
              + "; run the grid again, which computes what is missing");
    }
    RunFolder work = new RunFolder(elsewhere.resolve("run"));
    manifest.write(work);
    copyNeeds(cell, work);
    List<Path> plugins = PlannedCode.locations(manifest.plan(), registry);
    WorkUnit unit = WorkUnit.of(1, Job.COMPUTE, cell, key(cell), manifest.plan().limits());
    Object now;
    try (UnitRunner runner =
        new UnitRunner(work, manifest, plugins, elsewhere.resolve("worker.log"))) {
      now = runner.compute(unit, cell.resultType());
    }
    List<String> differences =
        JsonDifference.list(comparable(stored), comparable(now), "stored", "now");
    int images = cell instanceof AttackCell ? compareImages(cell, work, differences) : 0;
    List<String> provenance = new ArrayList<>(ProvenanceComparison.list(manifest, cell, registry));
    compareMemory(CanonicalJson.tree(stored), CanonicalJson.tree(now), provenance);
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

  private static JsonNode comparable(Object result) {
    ObjectNode tree = (ObjectNode) CanonicalJson.tree(result);
    tree.remove(NOT_COMPARED);
    return tree;
  }

  /** Copies the results that this cell depends on. */
  private void copyNeeds(Cell cell, RunFolder work) {
    if (cell instanceof ClaimCell claim) {
      copy(folder.claimedImages(claim.imagesHash()), work.claimedImages(claim.imagesHash()));
    }
    List<Cell> needed = new ArrayList<>(cell.needs(cells));
    needed.addAll(cell.awaits(cells));
    for (Cell other : needed) {
      String key = key(other);
      if (other instanceof TrainingCell) {
        copyAll(folder.model(key), work.model(key));
        copy(folder.epochsSeal(key), work.epochsSeal(key));
      } else {
        copy(folder.cell(key), work.cell(key));
        copy(folder.adversarials(key), work.adversarials(key));
        copy(folder.imageSets(key), work.imageSets(key));
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
  private int compareImages(Cell cell, RunFolder work, List<String> differences) {
    Path before = folder.adversarials(key(cell));
    Path after = work.adversarials(key(cell));
    if (!Files.exists(before) || !Files.exists(after)) {
      return 0;
    }
    List<Integer> unlike = new ArrayList<>();
    int compared = 0;
    try (KeptImages then = KeptImages.open(before);
        KeptImages now = KeptImages.open(after)) {
      for (int sample : then.samples()) {
        if (now.samples().contains(sample)) {
          compared++;
          if (!Arrays.equals(then.image(sample), now.image(sample))) {
            unlike.add(sample);
          }
        }
      }
    }
    if (!unlike.isEmpty()) {
      differences.add("adversarial images of samples " + unlike);
    }
    return compared;
  }
}

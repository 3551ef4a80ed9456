package org.robustgrid.run.folder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.robustgrid.base.files.AtomicFile;
import org.robustgrid.run.cell.Cell;
import org.robustgrid.run.cell.Cells;
import org.robustgrid.run.cell.TrainingCell;

/**
 * Finds and removes what no grid needs in a run folder. Never removes the manifest, reports, logs,
 * or any file the harness did not write.
 */
public final class GarbageCollection {

  private final RunFolder folder;
  private final Set<String> needed = new HashSet<>();
  private boolean allTrained = true;

  /**
   * What is needed.
   *
   * @param grids each with the folder's profile, that of the folder among them
   * @throws org.robustgrid.base.files.DamagedFileException when a result among those needed was
   *     changed
   */
  public GarbageCollection(RunFolder folder, List<RunManifest> grids) {
    this.folder = folder;
    for (RunManifest grid : grids) {
      Cells cells = new Cells(grid.plan(), grid.profile(), new FolderStore(folder));
      for (Cell cell : cells.known()) {
        needed.add(cells.key(cell).orElseThrow());
        allTrained &= !(cell instanceof TrainingCell) || cells.result(cell).isPresent();
      }
    }
  }

  /**
   * A file or folder that can be removed.
   *
   * @param name of the file, or of the folder that goes as a whole, below the run folder
   * @param why nobody needs it
   * @param files it consists of
   * @param bytes in all
   */
  public record Item(String name, String why, List<Path> files, long bytes) {

    public Item {
      files = List.copyOf(files);
    }
  }

  /**
   * Whether every model that is needed is trained. Before, results that no grid seems to need may
   * be those of a model that is yet to be trained again, and stay; so do artifacts.
   */
  public boolean allTrained() {
    return allTrained;
  }

  /**
   * The removable files and folders, by name.
   *
   * @param keepArtifacts what trainings shared stays although no training is left that needs it
   */
  public List<Item> find(boolean keepArtifacts) {
    Map<String, List<Path>> files = new TreeMap<>();
    Map<String, String> reasons = new TreeMap<>();
    RunFiles.list(folder)
        .forEach(
            (name, file) -> {
              String why = reason(name, keepArtifacts);
              if (!why.isEmpty()) {
                String item = item(name);
                reasons.put(item, why);
                files.computeIfAbsent(item, i -> new ArrayList<>()).add(file);
              }
            });
    List<Item> items = new ArrayList<>();
    files.forEach(
        (name, of) ->
            items.add(
                new Item(
                    name,
                    reasons.get(name),
                    of,
                    of.stream().mapToLong(GarbageCollection::size).sum())));
    return items;
  }

  /** Why a file can go; empty if it cannot. */
  private String reason(String name, boolean keepArtifacts) {
    return switch (RunFiles.kind(name)) {
      case SET_ASIDE -> "damaged, set aside";
      case PART, PARTIAL -> "left half-written";
      case MODEL, CELL, FAILURE, ADVERSARIALS, IMAGE_SETS ->
          allTrained && !needed.contains(key(name)) ? "of no grid" : "";
      case CHECKPOINT -> checkpointReason(key(name));
      case ARTIFACT -> allTrained && !keepArtifacts ? "for trainings, which have all ended" : "";
      case MANIFEST, LOCK, SEAL, REPORT, CLAIMS, LOG, FOREIGN -> "";
    };
  }

  private String checkpointReason(String key) {
    if (Files.exists(folder.modelResult(key))) {
      return "of a training that has ended";
    }
    return allTrained && !needed.contains(key) ? "of no grid" : "";
  }

  /** The key in a name such as {@code cells/KEY.json} or {@code models/KEY/model.zip}. */
  private static String key(String name) {
    String second = name.split("/")[1];
    int dot = second.indexOf('.');
    return dot < 0 ? second : second.substring(0, dot);
  }

  /** What a file goes with: a model, an artifact or a training's checkpoints go as a whole. */
  private static String item(String name) {
    String[] parts = name.split("/");
    int depth =
        switch (RunFiles.kind(name)) {
          case MODEL, CHECKPOINT -> 2;
          case ARTIFACT, PARTIAL -> 3;
          default -> parts.length;
        };
    return String.join("/", List.of(parts).subList(0, Math.min(depth, parts.length)));
  }

  /**
   * Removes what was found, and takes it out of the folder's seal.
   *
   * @param lock proof that no run is writing
   */
  public void remove(List<Item> items, RunLock lock) {
    List<Path> removed = items.stream().flatMap(item -> item.files().stream()).toList();
    for (Path file : removed) {
      try {
        Files.deleteIfExists(file);
        removeEmptyParents(file);
      } catch (IOException e) {
        throw AtomicFile.unwritable(file, e);
      }
    }
    RunSeal.follow(folder, lock, removed);
  }

  private void removeEmptyParents(Path file) throws IOException {
    Path parent = file.getParent();
    while (!parent.equals(folder.root()) && !Files.isSymbolicLink(parent) && isEmpty(parent)) {
      Files.delete(parent);
      parent = parent.getParent();
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (java.util.stream.Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  private static long size(Path file) {
    try {
      return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? Files.size(file) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}

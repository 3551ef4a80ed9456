package org.robustgrid.run.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.robustgrid.base.UserException;
import org.robustgrid.base.files.AtomicFile;
import org.robustgrid.base.files.Quarantine;
import org.robustgrid.base.files.RealPath;

/**
 * The layout of a run folder.
 *
 * <pre>
 * run.json                 the plan and the execution profile
 * lock                     held while a run works in the folder, else empty
 * seal.json                size and hash of every other file, once the run has ended
 * models/KEY/model.json    what a training measured; model.zip the network, arrays.npz what else
 * cells/KEY.json           an evaluation's outcome
 * failures/KEY.json        why a cell failed; the next run tries again
 * adversarials/KEY.npz     adversarial images that were kept
 * image-sets/KEY.npz       inputs that an analysis made
 * claims.json              who claims which images to break what
 * claims/HASH.npz          these images, by the hash of the file
 * checkpoints/KEY/         of trainings in flight
 * artifacts/TYPE/KEY/      what defenses share
 * logs/                    what workers said
 * </pre>
 *
 * @param root the folder, by its real path: a link to it names the same run
 */
public record RunFolder(Path root) {

  /** The folders that a run makes in its own. */
  static final Set<String> FOLDERS =
      Set.of(
          "models",
          "cells",
          "failures",
          "adversarials",
          "image-sets",
          "claims",
          "checkpoints",
          "artifacts",
          "logs");

  public RunFolder {
    root = RealPath.of(root);
  }

  public Path manifest() {
    return root.resolve("run.json");
  }

  public Path lock() {
    return root.resolve("lock");
  }

  public Path seal() {
    return root.resolve("seal.json");
  }

  public Path models() {
    return root.resolve("models");
  }

  public Path model(String key) {
    return models().resolve(key);
  }

  public Path modelResult(String key) {
    return model(key).resolve("model.json");
  }

  public Path modelZip(String key) {
    return model(key).resolve("model.zip");
  }

  public Path modelArrays(String key) {
    return model(key).resolve("arrays.npz");
  }

  /** A further network of a model. */
  public Path modelNetwork(String key, String name) {
    return model(key).resolve("network-" + name + ".zip");
  }

  /** Weights after each epoch, where they were kept. */
  public Path modelEpochs(String key) {
    return model(key).resolve("epochs");
  }

  /** Hashes of those weights. */
  public Path epochsSeal(String key) {
    return model(key).resolve("epochs.seal");
  }

  public Path cells() {
    return root.resolve("cells");
  }

  public Path cell(String key) {
    return cells().resolve(key + ".json");
  }

  public Path failures() {
    return root.resolve("failures");
  }

  public Path failure(String key) {
    return failures().resolve(key + ".json");
  }

  public Path adversarials() {
    return root.resolve("adversarials");
  }

  public Path adversarials(String key) {
    return adversarials().resolve(key + ".npz");
  }

  /** What was claimed. */
  public Path claims() {
    return root.resolve("claims.json");
  }

  /**
   * Images that were claimed.
   *
   * @param hash SHA-256 of the file
   */
  public Path claimedImages(String hash) {
    return root.resolve("claims").resolve(hash + ".npz");
  }

  public Path imageSets(String key) {
    return root.resolve(imageSetsName(key));
  }

  /** The name of that file below the folder. */
  public static String imageSetsName(String key) {
    return "image-sets/" + key + ".npz";
  }

  public Path checkpoints(String key) {
    return root.resolve("checkpoints").resolve(key);
  }

  public Path artifacts() {
    return root.resolve("artifacts");
  }

  public Path logs() {
    return root.resolve("logs");
  }

  /**
   * Creates the folder where there is none and makes sure it can be written.
   *
   * @throws UserException when it cannot, or when it holds something that is no run
   */
  public void prepare() {
    requireRunOrNothing();
    AtomicFile.probe(root);
  }

  /** A start that was killed early leaves its lock, logs or a half-written manifest only. */
  private void requireRunOrNothing() {
    if (!Files.isDirectory(root) || Files.exists(manifest())) {
      return;
    }
    try (Stream<Path> files = Files.list(root)) {
      List<String> others =
          files
              .filter(p -> !Set.of(lock(), logs()).contains(p))
              .filter(p -> !AtomicFile.isPart(p))
              .map(p -> p.getFileName().toString())
              .sorted()
              .toList();
      if (!others.isEmpty()) {
        throw new UserException(
            "the folder "
                + root
                + " holds "
                + others.get(0)
                + (others.size() > 1 ? " and more" : "")
                + " but no run.json, so it is not a run; give an empty or a new folder, or put the"
                + " run.json back");
      }
    } catch (IOException e) {
      throw AtomicFile.unwritable(root, e);
    }
  }

  /**
   * Deletes what a killed run left half-written: temporary files as {@link AtomicFile} names them,
   * in the folder itself and in the run's own folders. Nothing else is touched but a seal, which
   * forgets what was deleted.
   *
   * @param lock proof that no other run is writing
   */
  public void clean(RunLock lock) {
    List<Path> parts =
        RunFiles.list(this).entrySet().stream()
            .filter(file -> isOwn(file.getKey()) && AtomicFile.isPart(file.getValue()))
            .map(Map.Entry::getValue)
            .filter(Files::isRegularFile)
            .toList();
    if (parts.isEmpty()) {
      return;
    }
    try {
      for (Path part : parts) {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw AtomicFile.unwritable(root, e);
    }
    RunSeal.follow(this, lock, parts);
  }

  /** Whether a file lies in the folder itself or in one that a run makes there. */
  private static boolean isOwn(String name) {
    int slash = name.indexOf('/');
    return slash < 0 || FOLDERS.contains(name.substring(0, slash));
  }

  /**
   * What a folder holds, sorted; nothing if there is no such folder. Left out is what was set aside
   * or is half-written.
   *
   * @throws UserException when it cannot be read
   */
  public static List<Path> list(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> !AtomicFile.isPart(file) && !Quarantine.holds(file))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UserException("cannot read " + folder + ": " + e.getMessage(), e);
    }
  }

  /** Deletes a folder with everything in it, where it exists. */
  public static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path path : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw AtomicFile.unwritable(folder, e);
    }
  }
}

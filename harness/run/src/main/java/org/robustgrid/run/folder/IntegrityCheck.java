package org.robustgrid.run.folder;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.robustgrid.base.UserException;
import org.robustgrid.base.files.DamagedFileException;
import org.robustgrid.base.files.Seal;
import org.robustgrid.base.files.SealedJson;
import org.robustgrid.base.files.Sha256;
import org.robustgrid.run.cell.ModelResult;

/** Compares everything in a run folder with the hashes of the time of writing. */
public final class IntegrityCheck {

  private static final String JSON = ".json";

  private final RunFolder folder;
  private final FolderStore store;

  public IntegrityCheck(RunFolder folder) {
    this.folder = folder;
    this.store = new FolderStore(folder);
  }

  /** Every result that was changed since it was written, or lacks a file. */
  public List<Damage> find() {
    List<Damage> found = new ArrayList<>();
    for (Path model : RunFolder.list(folder.models())) {
      String key = name(model);
      if (Files.exists(folder.modelResult(key))) {
        modelProblem(key).ifPresent(what -> found.add(new Damage(key, modelFiles(key), what)));
      }
    }
    for (Path file : results(folder.cells())) {
      String key = key(file);
      cellProblem(file, key)
          .ifPresent(
              what ->
                  found.add(
                      new Damage(
                          key,
                          List.of(file, folder.adversarials(key), folder.imageSets(key)),
                          what)));
    }
    for (Path file : results(folder.failures())) {
      String key = key(file);
      unlessDamaged(
              () -> {
                store.failure(key);
                return Optional.empty();
              })
          .ifPresent(what -> found.add(new Damage(key, List.of(file), what)));
    }
    return found;
  }

  /**
   * Moves every damaged result aside, so that it is computed again. A seal follows what was moved,
   * and vouches for no other file.
   *
   * @param lock proof that no other run is writing
   */
  public List<Damage> setAside(RunLock lock) {
    List<Damage> found = find();
    if (found.isEmpty()) {
      return found;
    }
    Set<Path> before = new HashSet<>(RunFiles.list(folder).values());
    found.forEach(Damage::setAside);
    Set<Path> after = new HashSet<>(RunFiles.list(folder).values());
    List<Path> moved =
        Stream.concat(
                before.stream().filter(file -> !after.contains(file)),
                after.stream().filter(file -> !before.contains(file)))
            .toList();
    RunSeal.follow(folder, lock, moved);
    return found;
  }

  /** All that may belong to a model, further networks included. */
  private List<Path> modelFiles(String key) {
    List<Path> files = new ArrayList<>();
    files.add(folder.modelResult(key));
    files.add(folder.modelZip(key));
    files.add(folder.modelArrays(key));
    files.add(folder.modelEpochs(key));
    try (DirectoryStream<Path> networks =
        Files.newDirectoryStream(folder.model(key), "network-*.zip")) {
      networks.forEach(files::add);
    } catch (IOException | DirectoryIteratorException e) {
      throw new UserException(folder.model(key) + " cannot be read: " + e.getMessage());
    }
    return files;
  }

  private Optional<String> modelProblem(String key) {
    return unlessDamaged(
        () -> {
          ModelResult result = store.get(key, ModelResult.class).orElseThrow();
          Map<Path, String> hashes = new LinkedHashMap<>();
          hashes.put(folder.modelZip(key), result.fileHash());
          hashes.put(folder.modelArrays(key), result.arraysHash());
          result
              .networks()
              .forEach((name, hash) -> hashes.put(folder.modelNetwork(key, name), hash));
          return hashProblem(hashes).or(() -> epochsProblem(key, result));
        });
  }

  private Optional<String> epochsProblem(String key, ModelResult result) {
    Path epochs = folder.modelEpochs(key);
    return result.epochs().isEmpty()
        ? Optional.empty()
        : Seal.problem(folder.epochsSeal(key), key::equals, epochs).map(p -> epochs + ": " + p);
  }

  private Optional<String> cellProblem(Path file, String key) {
    return unlessDamaged(
        () -> {
          Map<?, ?> content = SealedJson.read(file, Map.class);
          FolderStore.requireKey(file, content.get("key"), key);
          Map<Path, Object> hashes = new LinkedHashMap<>();
          hashes.put(folder.adversarials(key), content.get("adversarialsHash"));
          hashes.put(folder.imageSets(key), content.get("imageSetsHash"));
          return hashProblem(hashes);
        });
  }

  private static Optional<String> unlessDamaged(Supplier<Optional<String>> problem) {
    try {
      return problem.get();
    } catch (DamagedFileException e) {
      return Optional.of(e.file() + " " + e.change());
    }
  }

  /**
   * The first file that is not what it was.
   *
   * @param hashes by file; null or empty if there is no such file
   */
  private static Optional<String> hashProblem(Map<Path, ?> hashes) {
    for (Map.Entry<Path, ?> entry : hashes.entrySet()) {
      Path file = entry.getKey();
      boolean expected = entry.getValue() instanceof String hash && !hash.isEmpty();
      if (expected && !Files.exists(file)) {
        return Optional.of(file + " is missing");
      }
      if (expected && !Sha256.of(file).equals(entry.getValue())) {
        return Optional.of(file + " was changed after it was written");
      }
    }
    return Optional.empty();
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  private static String key(Path file) {
    return name(file).substring(0, name(file).length() - JSON.length());
  }

  private static List<Path> results(Path folder) {
    return RunFolder.list(folder).stream().filter(file -> name(file).endsWith(JSON)).toList();
  }
}

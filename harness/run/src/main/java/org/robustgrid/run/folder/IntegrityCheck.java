package org.robustgrid.run.folder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.robustgrid.base.UserException;
import org.robustgrid.base.files.DamagedFileException;
import org.robustgrid.base.files.Quarantine;
import org.robustgrid.base.files.Seal;
import org.robustgrid.base.files.SealedJson;
import org.robustgrid.base.files.Sha256;
import org.robustgrid.run.cell.ModelResult;

/** Compares everything in a run folder with the hashes it was written with. */
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
    for (Path model : list(folder.models())) {
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
      problem(() -> store.failure(key))
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
    Optional<String> problem = problem(() -> store.get(key, ModelResult.class));
    if (problem.isPresent()) {
      return problem;
    }
    ModelResult result = store.get(key, ModelResult.class).orElseThrow();
    problem = hashProblem(folder.modelZip(key), result.fileHash());
    if (problem.isEmpty() && !result.arraysHash().isEmpty()) {
      problem = hashProblem(folder.modelArrays(key), result.arraysHash());
    }
    for (Map.Entry<String, String> network : result.networks().entrySet()) {
      if (problem.isEmpty()) {
        problem = hashProblem(folder.modelNetwork(key, network.getKey()), network.getValue());
      }
    }
    if (problem.isEmpty() && !result.epochs().isEmpty()) {
      Path epochs = folder.modelEpochs(key);
      problem =
          Seal.problem(folder.epochsSeal(key), key::equals, epochs).map(p -> epochs + ": " + p);
    }
    return problem;
  }

  private Optional<String> cellProblem(Path file, String key) {
    Optional<String> problem =
        problem(() -> FolderStore.requireKey(file, content(file).get("key"), key));
    if (problem.isEmpty()
        && content(file).get("adversarialsHash") instanceof String hash
        && !hash.isEmpty()) {
      problem = hashProblem(folder.adversarials(key), hash);
    }
    if (problem.isEmpty()
        && content(file).get("imageSetsHash") instanceof String hash
        && !hash.isEmpty()) {
      problem = hashProblem(folder.imageSets(key), hash);
    }
    return problem;
  }

  private static Map<?, ?> content(Path file) {
    return SealedJson.read(file, Map.class);
  }

  private static Optional<String> problem(Runnable read) {
    try {
      read.run();
      return Optional.empty();
    } catch (DamagedFileException e) {
      return Optional.of(e.file() + " was changed after it was written (" + e.what() + ")");
    }
  }

  private static Optional<String> hashProblem(Path file, String hash) {
    if (!Files.exists(file)) {
      return Optional.of(file + " is missing");
    }
    return Sha256.of(file).equals(hash)
        ? Optional.empty()
        : Optional.of(file + " was changed after it was written");
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  private static String key(Path file) {
    return name(file).substring(0, name(file).length() - JSON.length());
  }

  private static List<Path> results(Path folder) {
    return list(folder).stream().filter(file -> name(file).endsWith(JSON)).toList();
  }

  private static List<Path> list(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> !Quarantine.holds(file)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder, e);
    }
  }
}

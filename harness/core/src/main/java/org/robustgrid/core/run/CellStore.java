package org.robustgrid.core.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.robustgrid.core.UserException;
import org.robustgrid.core.store.AtomicFile;
import org.robustgrid.core.store.DamagedFileException;
import org.robustgrid.core.store.SealedJson;
import org.robustgrid.core.store.Sha256;

/** The results of a run folder, by key. Thread-safe: files are replaced in one step. */
public final class CellStore {

  private final RunFolder folder;

  public CellStore(RunFolder folder) {
    this.folder = folder;
  }

  public Optional<ModelResult> model(String key) {
    return read(folder.modelResult(key), ModelResult.class, ModelResult::key, key);
  }

  public Optional<CleanResult> clean(String key) {
    return read(folder.cell(key), CleanResult.class, CleanResult::key, key);
  }

  public Optional<AttackCellResult> attack(String key) {
    return read(folder.cell(key), AttackCellResult.class, AttackCellResult::key, key);
  }

  public Optional<CertificationResult> certification(String key) {
    return read(folder.cell(key), CertificationResult.class, CertificationResult::key, key);
  }

  public Optional<CellFailure> failure(String key) {
    return read(folder.failure(key), CellFailure.class, CellFailure::key, key);
  }

  private static <T> Optional<T> read(
      Path file, Class<T> type, Function<T, String> keyOf, String key) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    T result = SealedJson.read(file, type);
    requireKey(file, keyOf.apply(result), key);
    return Optional.of(result);
  }

  /** An intact result under another's name: its seal holds, but it answers another question. */
  private static void requireKey(Path file, Object found, String key) {
    if (!key.equals(found)) {
      throw new DamagedFileException(
          file, "it holds the result of key " + found + ", not of the key in its name");
    }
  }

  private static String stem(Path file) {
    String name = file.getFileName().toString();
    return name.substring(0, name.length() - ".json".length());
  }

  /** Stores a training's result; its model file must be there already. */
  public void put(ModelResult result) {
    SealedJson.write(folder.modelResult(result.key()), result);
    forget(result.key());
  }

  public void put(CleanResult result) {
    SealedJson.write(folder.cell(result.key()), result);
    forget(result.key());
  }

  public void put(AttackCellResult result) {
    SealedJson.write(folder.cell(result.key()), result);
    forget(result.key());
  }

  public void put(CertificationResult result) {
    SealedJson.write(folder.cell(result.key()), result);
    forget(result.key());
  }

  public void put(CellFailure failure) {
    SealedJson.write(folder.failure(failure.key()), failure);
  }

  private void forget(String key) {
    try {
      Files.deleteIfExists(folder.failure(key));
    } catch (IOException e) {
      throw AtomicFile.unwritable(folder.failure(key), e);
    }
  }

  /**
   * Makes sure that nothing in the folder was changed since it was written.
   *
   * @throws UserException naming every damaged file
   */
  public void verify() {
    List<String> damage = new ArrayList<>();
    for (Path file : files(folder.cells(), ".json")) {
      check(file, damage, () -> adversarials(file, damage));
    }
    for (Path file : files(folder.failures(), ".json")) {
      check(file, damage, () -> read(file, CellFailure.class, CellFailure::key, stem(file)));
    }
    for (Path model : files(folder.models(), "")) {
      Path file = model.resolve("model.json");
      if (Files.exists(file)) {
        check(file, damage, () -> model(file, damage));
      }
    }
    if (!damage.isEmpty()) {
      throw new UserException(String.join("\n", damage));
    }
  }

  private static void check(Path file, List<String> damage, Runnable read) {
    try {
      read.run();
    } catch (DamagedFileException e) {
      damage.add(e.getMessage());
    }
  }

  private void adversarials(Path file, List<String> damage) {
    Map<?, ?> cell = SealedJson.read(file, Map.class);
    requireKey(file, cell.get("key"), stem(file));
    if (cell.get("adversarialsHash") instanceof String hash && !hash.isEmpty()) {
      requireHash(folder.adversarials(stem(file)), hash, file, damage);
    }
  }

  private void model(Path file, List<String> damage) {
    ModelResult result = SealedJson.read(file, ModelResult.class);
    requireKey(file, result.key(), file.getParent().getFileName().toString());
    requireHash(folder.modelZip(result.key()), result.fileHash(), file, damage);
    if (!result.arraysHash().isEmpty()) {
      requireHash(folder.modelArrays(result.key()), result.arraysHash(), file, damage);
    }
  }

  private static void requireHash(Path file, String hash, Path result, List<String> damage) {
    if (!Files.exists(file) || !Sha256.of(file).equals(hash)) {
      damage.add(
          file
              + (Files.exists(file) ? " was changed after it was written" : " is missing")
              + "; it is not used. Delete "
              + result
              + " to have it computed again, or put the original back");
    }
  }

  private static List<Path> files(Path folder, String ending) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.getFileName().toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder, e);
    }
  }
}

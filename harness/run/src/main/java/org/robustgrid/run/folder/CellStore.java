package org.robustgrid.run.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.robustgrid.base.files.AtomicFile;
import org.robustgrid.base.files.DamagedFileException;
import org.robustgrid.base.files.SealedJson;

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

  public Optional<CheckResult> checks(String key) {
    return read(folder.cell(key), CheckResult.class, CheckResult::key, key);
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
  static void requireKey(Path file, Object found, String key) {
    if (!key.equals(found)) {
      throw new DamagedFileException(
          file, "it holds the result of key " + found + ", not of the key in its name");
    }
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

  public void put(CheckResult result) {
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
}

package org.robustgrid.run.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.robustgrid.base.files.AtomicFile;
import org.robustgrid.base.files.DamagedFileException;
import org.robustgrid.base.files.SealedJson;
import org.robustgrid.run.cell.CellFailure;
import org.robustgrid.run.cell.CellResult;
import org.robustgrid.run.cell.Claim;
import org.robustgrid.run.cell.ModelResult;
import org.robustgrid.run.cell.ResultStore;

/** The results of a run folder, by key. Thread-safe: files are replaced in one step. */
public final class FolderStore implements ResultStore {

  private final RunFolder folder;

  public FolderStore(RunFolder folder) {
    this.folder = folder;
  }

  private Path file(String key, Class<?> type) {
    return type == ModelResult.class ? folder.modelResult(key) : folder.cell(key);
  }

  @Override
  public boolean has(String key, Class<? extends CellResult> type) {
    return Files.exists(file(key, type));
  }

  @Override
  public <R extends CellResult> Optional<R> get(String key, Class<R> type) {
    return read(file(key, type), type, CellResult::key, key);
  }

  @Override
  public Optional<CellFailure> failure(String key) {
    return read(folder.failure(key), CellFailure.class, CellFailure::key, key);
  }

  @Override
  public List<Claim> claims() {
    return Claims.of(folder).claims();
  }

  private static <T> Optional<T> read(
      Path file, Class<T> type, Function<? super T, String> keyOf, String key) {
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

  /** Stores a result; the model file of a training must be there already. */
  @Override
  public void put(CellResult result) {
    SealedJson.write(file(result.key(), result.getClass()), result);
    try {
      Files.deleteIfExists(folder.failure(result.key()));
    } catch (IOException e) {
      throw AtomicFile.unwritable(folder.failure(result.key()), e);
    }
    if (result instanceof ModelResult) {
      RunFolder.delete(folder.checkpoints(result.key()));
    }
  }

  @Override
  public void put(CellFailure failure) {
    SealedJson.write(folder.failure(failure.key()), failure);
  }
}

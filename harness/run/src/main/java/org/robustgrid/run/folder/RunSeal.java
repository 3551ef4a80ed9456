package org.robustgrid.run.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.robustgrid.base.files.AtomicFile;
import org.robustgrid.base.files.DamagedFileException;
import org.robustgrid.base.files.Seal;
import org.robustgrid.run.folder.RunFiles.Kind;

/**
 * The seal of a run folder as the run left it, logs included. It does not cover itself, the lock
 * file and foreign files.
 */
public final class RunSeal {

  private static final String SUBJECT = "run";
  private static final Set<Kind> NOT_SEALED = Set.of(Kind.SEAL, Kind.LOCK, Kind.FOREIGN);

  private RunSeal() {}

  /** Everything in a folder that belongs into its seal, by name. */
  public static SortedMap<String, Path> files(RunFolder folder) {
    SortedMap<String, Path> files = RunFiles.list(folder);
    files.keySet().removeIf(name -> !covers(name));
    return files;
  }

  private static boolean covers(String name) {
    return !NOT_SEALED.contains(RunFiles.kind(name));
  }

  /**
   * Seals a folder as it is now.
   *
   * @param lock proof that no run is writing
   */
  public static void write(RunFolder folder, RunLock lock) {
    Seal.of(SUBJECT, files(folder)).write(folder.seal());
  }

  /**
   * What was sealed; empty if nothing was.
   *
   * @throws DamagedFileException when the seal was changed
   */
  public static Optional<Seal> read(RunFolder folder) {
    return Files.exists(folder.seal()) ? Optional.of(Seal.read(folder.seal())) : Optional.empty();
  }

  /**
   * Seals a folder whose run has ended. If the old seal still stands, nothing was written since but
   * what is named, and the seal follows that only. Without a seal, or with a damaged one, the
   * folder is sealed as it is.
   *
   * @param lock proof that no run is writing
   * @param written files that were written again
   * @param notes receives reports of a damaged seal
   */
  public static void renew(
      RunFolder folder, RunLock lock, Collection<Path> written, Consumer<String> notes) {
    try {
      if (read(folder).isPresent()) {
        follow(folder, lock, written);
        return;
      }
    } catch (DamagedFileException e) {
      notes.accept(
          e.file()
              + " "
              + e.change()
              + ", so it proves nothing; the folder is sealed again as it is: logs, reports"
              + " and checkpoints that were changed before are not found any more");
    }
    write(folder, lock);
  }

  /**
   * Takes changes of some files into the seal. Every other file keeps its entry, so that an audit
   * finds what was changed behind the run's back. Nothing is done without a seal, nor with a
   * damaged one, which is left for {@link #renew} to report.
   *
   * @param lock proof that no other run is writing
   * @param changed files that were written or deleted
   */
  public static void follow(RunFolder folder, RunLock lock, Collection<Path> changed) {
    Seal seal;
    try {
      Optional<Seal> sealed = read(folder);
      if (sealed.isEmpty()) {
        return;
      }
      seal = sealed.get();
    } catch (DamagedFileException e) {
      return;
    }
    Map<String, Path> named = new TreeMap<>();
    changed.forEach(file -> named.put(RunFiles.name(folder, file), file));
    named.keySet().removeIf(name -> !covers(name));
    Seal after = seal.after(named);
    if (!after.equals(seal)) {
      after.write(folder.seal());
    }
  }

  /**
   * Breaks the seal, before the first change of a file that it vouches for: a run that is killed
   * leaves the seal of what is there, or none.
   *
   * @param lock proof that no other run is writing
   */
  public static void remove(RunFolder folder, RunLock lock) {
    try {
      Files.deleteIfExists(folder.seal());
    } catch (IOException e) {
      throw AtomicFile.unwritable(folder.seal(), e);
    }
  }
}

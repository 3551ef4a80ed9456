package org.robustgrid.run.folder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.robustgrid.base.files.AtomicFile;
import org.robustgrid.base.files.DamagedFileException;
import org.robustgrid.base.files.SealedJson;
import org.robustgrid.base.files.Sha256;
import org.robustgrid.run.folder.RunFiles.Kind;

/**
 * Size and hash of every file of a run folder as the run left it, logs included; sealed itself. Not
 * in it are the seal, the lock, which is empty while nobody works in the folder, and foreign files.
 */
public final class RunSeal {

  private RunSeal() {}

  /**
   * One file.
   *
   * @param size in bytes
   * @param sha256 of its content
   */
  public record Entry(long size, String sha256) {

    /** A file as it is now. */
    public static Entry of(Path file) {
      try {
        return new Entry(Files.size(file), Sha256.of(file));
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read " + file, e);
      }
    }
  }

  private record Content(SortedMap<String, Entry> files) {}

  /**
   * Seals a folder as it is now.
   *
   * @param lock proof that no run is writing
   */
  public static void write(RunFolder folder, RunLock lock) {
    // hashing is most of what a finished run costs: on all cores
    SortedMap<String, Entry> entries =
        RunFiles.list(folder).entrySet().parallelStream()
            .filter(file -> covers(file.getKey(), file.getValue()))
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    file -> Entry.of(file.getValue()),
                    (a, b) -> a,
                    TreeMap::new));
    SealedJson.write(folder.seal(), new Content(entries));
  }

  /**
   * Seals a folder whose run has ended. Where the old seal still stands, nothing was written since
   * but what is named: every other file keeps its entry, so that an audit finds what was changed
   * behind the run's back. Without a seal, or with a damaged one, the folder is sealed as it is.
   *
   * @param lock proof that no run is writing
   * @param written files that were written anew
   * @param notes hears of a damaged seal
   */
  public static void renew(
      RunFolder folder, RunLock lock, Collection<Path> written, Consumer<String> notes) {
    try {
      if (Files.exists(folder.seal())) {
        update(folder, lock, written);
        return;
      }
    } catch (DamagedFileException e) {
      notes.accept(
          e.file()
              + " was changed after it was written ("
              + e.what()
              + "), so that it vouches for nothing; the folder is sealed anew as it is: logs, reports"
              + " and checkpoints that were changed before are not found any more");
    }
    write(folder, lock);
  }

  /** Whether a file belongs into the seal. */
  public static boolean covers(String name, Path file) {
    Kind kind = RunFiles.kind(name);
    return kind != Kind.SEAL
        && kind != Kind.LOCK
        && kind != Kind.FOREIGN
        && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Takes changes of some files into the seal, and vouches for no other; does nothing where there
   * is no seal.
   *
   * @param lock proof that no run is writing
   * @param changed files that were written or deleted
   */
  public static void update(RunFolder folder, RunLock lock, Collection<Path> changed) {
    Optional<SortedMap<String, Entry>> sealed = read(folder);
    if (sealed.isEmpty()) {
      return;
    }
    SortedMap<String, Entry> entries = new TreeMap<>(sealed.get());
    for (Path file : changed) {
      String name = RunFiles.name(folder, file);
      if (Files.exists(file) && covers(name, file)) {
        entries.put(name, Entry.of(file));
      } else {
        entries.remove(name);
      }
    }
    if (!entries.equals(sealed.get())) {
      SealedJson.write(folder.seal(), new Content(entries));
    }
  }

  /**
   * Takes changes of some files into the seal as {@link #update} does, while a run goes on: a
   * damaged seal stays as it is, for {@link #renew} to tell of.
   *
   * @param lock proof that no other run is writing
   * @param changed files that were written or deleted
   */
  static void amend(RunFolder folder, RunLock lock, Collection<Path> changed) {
    try {
      update(folder, lock, changed);
    } catch (DamagedFileException e) {
      return;
    }
  }

  /**
   * What was sealed, by name; empty where nothing was.
   *
   * @throws DamagedFileException when the seal was changed
   */
  public static Optional<SortedMap<String, Entry>> read(RunFolder folder) {
    if (!Files.exists(folder.seal())) {
      return Optional.empty();
    }
    return Optional.of(SealedJson.read(folder.seal(), Content.class).files());
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

  /** In what a file differs from its entry; empty where it does not. */
  public static Optional<String> difference(Path file, Map.Entry<String, Entry> sealed) {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.of("is missing");
    }
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.of("is no regular file any more");
    }
    Entry now = Entry.of(file);
    if (now.equals(sealed.getValue())) {
      return Optional.empty();
    }
    return Optional.of(
        now.size() == sealed.getValue().size()
            ? "was changed after the run was sealed (its SHA-256 is another)"
            : "was changed after the run was sealed (it has "
                + now.size()
                + " bytes, not "
                + sealed.getValue().size()
                + ")");
  }
}

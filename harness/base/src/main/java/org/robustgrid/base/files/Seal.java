package org.robustgrid.base.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Size and hash of every file of a folder, kept in a sealed file, so that a changed, missing or
 * added file is noticed.
 *
 * @param subject what the files answer to, for a folder may be moved to another's place
 * @param files by name: the path below the folder, with slashes
 */
public record Seal(String subject, SortedMap<String, Entry> files) {

  public Seal {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  /**
   * One file.
   *
   * @param size in bytes
   * @param sha256 of its content
   */
  public record Entry(long size, String sha256) {

    private static Entry of(Path file) {
      try {
        return new Entry(Files.size(file), Sha256.of(file));
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read " + file, e);
      }
    }
  }

  /**
   * Seals files as they are now.
   *
   * @param files by name; what is no regular file is left out
   */
  public static Seal of(String subject, Map<String, Path> files) {
    // hashing is most of what a finished run costs: on all cores
    return new Seal(
        subject,
        files.entrySet().parallelStream()
            .filter(file -> isRegular(file.getValue()))
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    file -> Entry.of(file.getValue()),
                    (a, b) -> a,
                    TreeMap::new)));
  }

  /** Seals everything in a folder as it is now. */
  public static Seal of(String subject, Path folder) {
    return of(subject, list(folder));
  }

  /**
   * Reads what was sealed.
   *
   * @throws DamagedFileException when the seal was changed
   */
  public static Seal read(Path file) {
    return SealedJson.read(file, Seal.class);
  }

  /** Writes the seal, atomically. */
  public void write(Path file) {
    SealedJson.write(file, this);
  }

  /**
   * The seal after some files were written or deleted. Every other file keeps its entry: what was
   * changed behind the writer's back is still found.
   *
   * @param changed by name
   */
  public Seal after(Map<String, Path> changed) {
    SortedMap<String, Entry> entries = new TreeMap<>(files);
    entries.keySet().removeAll(changed.keySet());
    entries.putAll(of(subject, changed).files());
    return new Seal(subject, entries);
  }

  /**
   * What is wrong with a folder's files, by name, such as "is missing"; first what was sealed.
   *
   * @param found everything that is there now, by name
   */
  public Map<String, String> differences(Map<String, Path> found) {
    SortedMap<String, Entry> now = of(subject, found).files();
    Map<String, String> differences = new LinkedHashMap<>();
    files.forEach(
        (name, entry) -> {
          if (!found.containsKey(name)) {
            differences.put(name, "is missing");
          } else if (!now.containsKey(name)) {
            differences.put(name, "is not a regular file any more");
          } else if (!now.get(name).equals(entry)) {
            differences.put(name, change(entry, now.get(name)));
          }
        });
    for (String name : found.keySet()) {
      if (!files.containsKey(name)) {
        differences.put(name, "was added after the folder was sealed");
      }
    }
    return differences;
  }

  private static String change(Entry before, Entry now) {
    return "was changed after the folder was sealed ("
        + (now.size() == before.size()
            ? "its SHA-256 is another)"
            : "it has " + now.size() + " bytes, not " + before.size() + ")");
  }

  /**
   * In what a folder differs from what a file has sealed; empty if it is intact.
   *
   * @param subject whether the folder may hold what was sealed
   */
  public static Optional<String> problem(Path file, Predicate<String> subject, Path folder) {
    if (!Files.exists(file)) {
      return Optional.of("its seal " + file.getFileName() + " is missing");
    }
    Seal seal;
    try {
      seal = read(file);
    } catch (DamagedFileException e) {
      return Optional.of("its seal " + file.getFileName() + " was changed");
    }
    if (!subject.test(seal.subject())) {
      return Optional.of("it holds something else: " + seal.subject());
    }
    return seal.differences(list(folder)).entrySet().stream()
        .findFirst()
        .map(difference -> difference.getKey() + " " + difference.getValue());
  }

  /** Every file below a folder, by name, links followed; nothing if there is no such folder. */
  private static SortedMap<String, Path> list(Path folder) {
    SortedMap<String, Path> files = new TreeMap<>();
    if (!Files.isDirectory(folder)) {
      return files;
    }
    // a walk does not enter a link that it begins at
    Path real = RealPath.of(folder);
    try (Stream<Path> found = Files.walk(real)) {
      for (Path file : found.filter(Files::isRegularFile).toList()) {
        files.put(real.relativize(file).toString().replace('\\', '/'), file.toRealPath());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder, e);
    }
    return files;
  }

  private static boolean isRegular(Path file) {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }
}

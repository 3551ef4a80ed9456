package org.robustgrid.base.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Hashes of a folder's files, kept in a file beside it, so that a changed, missing or added file is
 * noticed.
 */
public final class FolderSeal {

  private FolderSeal() {}

  /**
   * What was sealed.
   *
   * @param subject what the folder answers to, for a folder may be moved to another's place
   * @param files SHA-256 by path below the folder, with slashes
   */
  private record Content(String subject, Map<String, String> files) {}

  /** Seals a folder as it is now. */
  public static void write(Path seal, String subject, Path folder) {
    SealedJson.write(seal, new Content(subject, hashes(folder)));
  }

  /** In what a folder differs from what was sealed; empty where it is intact. */
  public static Optional<String> problem(Path seal, String subject, Path folder) {
    return problem(seal, subject::equals, folder);
  }

  /**
   * In what a folder differs from what was sealed; empty where it is intact.
   *
   * @param subject whether the folder may hold what was sealed
   */
  public static Optional<String> problem(Path seal, Predicate<String> subject, Path folder) {
    if (!Files.exists(seal)) {
      return Optional.of("its seal " + seal.getFileName() + " is missing");
    }
    Content content;
    try {
      content = SealedJson.read(seal, Content.class);
    } catch (DamagedFileException e) {
      return Optional.of("its seal " + seal.getFileName() + " was changed");
    }
    if (!subject.test(content.subject())) {
      return Optional.of("it holds something else: " + content.subject());
    }
    Map<String, String> found = hashes(folder);
    for (Map.Entry<String, String> file : content.files().entrySet()) {
      String hash = found.remove(file.getKey());
      if (!file.getValue().equals(hash)) {
        return Optional.of(file.getKey() + (hash == null ? " is missing" : " was changed"));
      }
    }
    return found.keySet().stream().findFirst().map(name -> name + " was added");
  }

  private static Map<String, String> hashes(Path folder) {
    Map<String, String> hashes = new TreeMap<>();
    if (!Files.isDirectory(folder)) {
      return hashes;
    }
    // a walk does not enter a link that it begins at
    Path real = RealPath.of(folder);
    try (Stream<Path> files = Files.walk(real)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        hashes.put(real.relativize(file).toString().replace('\\', '/'), Sha256.of(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder, e);
    }
    return hashes;
  }
}

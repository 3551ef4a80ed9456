package org.robustgrid.run.folder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.robustgrid.base.files.AtomicFile;
import org.robustgrid.base.files.RealPath;

/** Classifies the files of a run folder by name; all other files are foreign. */
public final class RunFiles {

  /** What a file is. */
  public enum Kind {
    MANIFEST,
    LOCK,
    SEAL,
    REPORT,
    MODEL,
    CELL,
    FAILURE,
    CLAIMS,
    ADVERSARIALS,
    IMAGE_SETS,
    CHECKPOINT,
    ARTIFACT,
    /** What a producer that was killed had written of an artifact. */
    PARTIAL,
    LOG,
    /** A damaged file that was moved out of the way. */
    SET_ASIDE,
    /** What a process that was killed had written of any file. */
    PART,
    /** No file of a run. */
    FOREIGN
  }

  private static final String KEY = "[0-9a-f]{64}";
  private static final Pattern ASIDE = Pattern.compile("\\.damaged(-[0-9]+)?(?=/|$)");
  private static final List<Map.Entry<Kind, Pattern>> NAMES =
      List.of(
          name(Kind.MANIFEST, "run\\.json"),
          name(Kind.LOCK, "lock"),
          name(Kind.SEAL, "seal\\.json"),
          name(
              Kind.REPORT,
              "leaderboard\\.(json|md|csv)|(analyses|attacks|classes)\\.csv|index\\.html"),
          name(
              Kind.MODEL,
              "models/"
                  + KEY
                  + "/(model\\.(json|zip)|network-[^/]+\\.zip|arrays\\.npz|epochs\\.seal|epochs/[^/]+)"),
          name(Kind.CELL, "cells/" + KEY + "\\.json"),
          name(Kind.FAILURE, "failures/" + KEY + "\\.json"),
          name(Kind.CLAIMS, "claims(\\.json|/" + KEY + "\\.npz)"),
          name(Kind.ADVERSARIALS, "adversarials/" + KEY + "\\.npz"),
          name(Kind.IMAGE_SETS, "image-sets/" + KEY + "\\.npz"),
          name(Kind.CHECKPOINT, "checkpoints/" + KEY + "/.+"),
          name(Kind.PARTIAL, "artifacts/[a-z0-9-]+/" + KEY + "\\.partial/.+"),
          name(Kind.ARTIFACT, "artifacts/[a-z0-9-]+/" + KEY + "(/.+|\\.seal|\\.lock)"),
          name(Kind.LOG, "logs/worker-[0-9]+\\.log"));

  private RunFiles() {}

  private static Map.Entry<Kind, Pattern> name(Kind kind, String pattern) {
    return Map.entry(kind, Pattern.compile(pattern));
  }

  /**
   * What a file is.
   *
   * @param name its path below the run folder, with slashes
   */
  public static Kind kind(String name) {
    if (!name.startsWith("artifacts/") && AtomicFile.isPart(Path.of(name))) {
      return known(AtomicFile.whole(name)) == Kind.FOREIGN ? Kind.FOREIGN : Kind.PART;
    }
    Kind kind = known(name);
    String original = ASIDE.matcher(name).replaceFirst("");
    if (kind == Kind.FOREIGN && !original.equals(name) && known(original) != Kind.FOREIGN) {
      return Kind.SET_ASIDE;
    }
    return kind;
  }

  private static Kind known(String name) {
    return NAMES.stream()
        .filter(entry -> entry.getValue().matcher(name).matches())
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(Kind.FOREIGN);
  }

  /** The name of a file of the run folder: its path below it, with slashes. */
  public static String name(RunFolder folder, Path file) {
    Path absolute = file.toAbsolutePath();
    // a file that was named by a link to the folder
    Path named = absolute.startsWith(folder.root()) ? absolute.normalize() : real(absolute);
    return folder.root().relativize(named).toString().replace('\\', '/');
  }

  /** The file itself may be a link, or missing. */
  private static Path real(Path file) {
    return RealPath.of(file.getParent()).resolve(file.getFileName());
  }

  /**
   * Everything in a run folder that is no folder, by name. Of links only those are followed that
   * stand for one of the run's own folders, which may lie on another disk.
   */
  public static SortedMap<String, Path> list(RunFolder folder) {
    SortedMap<String, Path> files = new TreeMap<>();
    add(folder, "", files);
    return files;
  }

  private static void add(RunFolder folder, String below, SortedMap<String, Path> files) {
    try {
      // a walk does not enter a link that it begins at
      Path from = folder.root().resolve(below).toRealPath();
      try (Stream<Path> found = Files.walk(from)) {
        for (Path file : (Iterable<Path>) found::iterator) {
          String name = below + from.relativize(file).toString().replace('\\', '/');
          if (RunFolder.FOLDERS.contains(name) && Files.isSymbolicLink(file)) {
            add(folder, name + "/", files);
          } else if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            files.put(name, folder.root().resolve(name));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder.root().resolve(below), e);
    }
  }
}

package org.robustgrid.base.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where damaged files go: beside their place, under another name, for the user to look at. */
public final class Quarantine {

  private static final String ENDING = ".damaged";

  private Quarantine() {}

  /** Whether a file or folder was set aside. */
  public static boolean holds(Path file) {
    return file.getFileName().toString().matches(".*\\.damaged(-[0-9]+)?");
  }

  /** Keeps a copy of a file that is about to be replaced. */
  public static Path keepCopy(Path file) {
    Path aside = free(file);
    AtomicFile.write(aside, out -> Files.copy(file, out));
    return aside;
  }

  /**
   * Moves a file or folder aside, where it exists.
   *
   * @return its new place: the name with {@code .damaged}, and a number from the second on
   */
  public static Path setAside(Path file) {
    Path aside = free(file);
    try {
      if (Files.exists(file)) {
        Files.move(file, aside);
      }
    } catch (IOException e) {
      throw AtomicFile.unwritable(aside, e);
    }
    return aside;
  }

  private static Path free(Path file) {
    Path aside = file.resolveSibling(file.getFileName() + ENDING);
    for (int n = 2; Files.exists(aside); n++) {
      aside = file.resolveSibling(file.getFileName() + ENDING + "-" + n);
    }
    return aside;
  }
}

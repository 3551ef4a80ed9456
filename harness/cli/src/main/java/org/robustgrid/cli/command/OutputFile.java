package org.robustgrid.cli.command;

import java.nio.file.Files;
import java.nio.file.Path;
import org.robustgrid.base.UserException;
import org.robustgrid.base.files.AtomicFile;

/** Where a command writes its result at its end: what took hours must not be lost to its path. */
final class OutputFile {

  private OutputFile() {}

  /**
   * Requires that a file can be written, before anything is computed.
   *
   * @param option that names it
   * @param example the last part of a name to propose
   * @return its absolute path
   * @throws UserException when it is a folder, or its folder is missing or cannot be written
   */
  static Path require(String option, Path given, String example) {
    Path file = given.toAbsolutePath().normalize();
    if (Files.isDirectory(file)) {
      throw new UserException(
          option + ": " + shown(given) + " is a folder; give a file in it: " + in(given, example));
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new UserException(
          option + ": " + given + " is not a file that can be replaced; give another name");
    }
    Path folder = file.getParent();
    if (!Files.exists(folder)) {
      throw new UserException(
          option + ": there is no folder " + folder + "; create it, or give another path");
    }
    try {
      AtomicFile.probe(folder);
    } catch (UserException e) {
      throw new UserException(option + ": " + e.getMessage(), e);
    }
    return file;
  }

  private static String shown(Path given) {
    return given.toString().isEmpty() ? "''" : given.toString();
  }

  private static Path in(Path folder, String example) {
    return folder.resolve(example);
  }
}

package org.robustgrid.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.robustgrid.base.UserException;

/** Where a command works that must not write into a run's folder. */
final class TemporaryFolder {

  private TemporaryFolder() {}

  /**
   * Creates one.
   *
   * @throws UserException when it cannot be created
   */
  static Path create(String purpose) {
    try {
      return Files.createTempDirectory("robustgrid-" + purpose + "-");
    } catch (IOException e) {
      throw new UserException(
          "cannot create a temporary folder: "
              + e
              + "; give another one, for example"
              + " ROBUSTGRID_JAVA_OPTS=-Djava.io.tmpdir=DIR",
          e);
    }
  }
}

package org.robustgrid.cli.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.robustgrid.core.UserException;
import org.robustgrid.engine.library.NativeLibrary;
import org.robustgrid.engine.tuning.KernelFile;
import org.robustgrid.engine.tuning.KernelTable;

/** Reads what {@code --convolutions} names into the properties of this process. */
final class KernelOption {

  private static final String JSON = ".json";

  private KernelOption() {}

  /**
   * Settles what computes convolutions.
   *
   * @param value a name, or the file of a table of kernels
   * @return that table; empty where a name was given
   * @throws UserException when there is no such name or file, or the table cannot be used here
   */
  static Optional<KernelTable> apply(String value) {
    try {
      if (!value.endsWith(JSON) && !Files.isRegularFile(Path.of(value))) {
        System.setProperty(NativeLibrary.CONVOLUTIONS_PROPERTY, value);
        NativeLibrary.convolutions();
        return Optional.empty();
      }
      KernelTable table = KernelFile.read(Path.of(value), NativeLibrary.select().name());
      System.setProperty(NativeLibrary.CONVOLUTIONS_PROPERTY, NativeLibrary.TABLE + table.id());
      System.setProperty(
          NativeLibrary.KERNELS_PROPERTY, Path.of(value).toAbsolutePath().toString());
      return Optional.of(table);
    } catch (IllegalStateException e) {
      throw new UserException("--convolutions: " + e.getMessage(), e);
    }
  }
}

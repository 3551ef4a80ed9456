package org.robustgrid.cli.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.robustgrid.base.UserException;
import org.robustgrid.engine.library.NativeLibrary;
import org.robustgrid.engine.tuning.KernelTable;
import org.robustgrid.run.folder.RunKernels;

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
    if (value.startsWith(NativeLibrary.TABLE)) {
      throw new UserException(
          "--convolutions: "
              + value
              + " is how profiles name a table of kernels, and does not tell where it lies; give its"
              + " file, the kernels.json of the run that measured it");
    }
    try {
      if (!value.endsWith(JSON) && !Files.isRegularFile(Path.of(value))) {
        requireName(value);
        System.setProperty(NativeLibrary.CONVOLUTIONS_PROPERTY, value);
        NativeLibrary.convolutions();
        return Optional.empty();
      }
      KernelTable table = RunKernels.read(Path.of(value), NativeLibrary.select().name());
      System.setProperty(NativeLibrary.CONVOLUTIONS_PROPERTY, NativeLibrary.TABLE + table.id());
      System.setProperty(
          NativeLibrary.KERNELS_PROPERTY, Path.of(value).toAbsolutePath().toString());
      return Optional.of(table);
    } catch (IllegalStateException e) {
      throw new UserException("--convolutions: " + e.getMessage(), e);
    }
  }

  private static void requireName(String value) {
    if (Stream.of(NativeLibrary.Convolutions.values()).noneMatch(c -> c.label().equals(value))) {
      throw new UserException(
          "--convolutions: "
              + value
              + (Files.isDirectory(Path.of(value)) ? " is a folder" : " is unknown")
              + "; known are winograd, direct, nd4j and measured, or give a file: the kernels.json"
              + " of a measured run");
    }
  }
}

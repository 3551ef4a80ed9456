package org.robustgrid.run.plan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.robustgrid.base.files.Sha256;
import org.robustgrid.models.formats.ModelFormats;

/** The identity of a model that was trained elsewhere. */
public final class ModelFiles {

  private ModelFiles() {}

  /**
   * The hash of a model's content: the SHA-256 of a single file, or of the hashes of all its files.
   *
   * @param hash of one file
   * @throws org.robustgrid.spi.data.DataException when there is no such file
   */
  public static String hash(Path file, Function<Path, String> hash) {
    List<Path> files = ModelFormats.files(file);
    if (files.size() == 1) {
      return hash.apply(file);
    }
    StringBuilder all = new StringBuilder();
    files.forEach(each -> all.append(hash.apply(each)).append('\n'));
    return Sha256.of(all.toString());
  }

  /** The size of all files of a model; what is not there, or no file, counts nothing. */
  public static long bytes(Path file) {
    if (!Files.exists(file)) {
      return 0;
    }
    long bytes = 0;
    for (Path each : ModelFormats.files(file)) {
      try {
        bytes += Files.isRegularFile(each) ? Files.size(each) : 0;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return bytes;
  }
}

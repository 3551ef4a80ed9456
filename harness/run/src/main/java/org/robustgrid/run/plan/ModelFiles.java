package org.robustgrid.run.plan;

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
}

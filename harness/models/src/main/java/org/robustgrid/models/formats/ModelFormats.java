package org.robustgrid.models.formats;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.robustgrid.models.ImportSettings;
import org.robustgrid.models.ImportedModel;
import org.robustgrid.models.ModelFormat;
import org.robustgrid.models.onnx.OnnxFormat;
import org.robustgrid.spi.data.DataException;

/**
 * The formats that are known.
 *
 * @since 0.1
 */
public final class ModelFormats {

  private static final List<ModelFormat> ALL =
      List.of(new OnnxFormat(), new GraphFormat(), new ExportedFormat(), new WeightsFormat());

  private ModelFormats() {}

  /**
   * Reads a file in the format that recognises it.
   *
   * @throws DataException naming the file, when it does not exist, when no format recognises it, or
   *     when its format refuses it
   */
  public static ImportedModel read(Path file, ImportSettings settings) {
    if (!Files.isRegularFile(file)) {
      throw new DataException("model file " + file + " does not exist; check the path");
    }
    for (ModelFormat format : ALL) {
      if (format.recognises(file)) {
        return format.read(file, settings);
      }
    }
    throw new DataException(
        "model file "
            + file
            + " is of no format that is recognised; known are "
            + ALL.stream().map(ModelFormat::id).toList());
  }
}

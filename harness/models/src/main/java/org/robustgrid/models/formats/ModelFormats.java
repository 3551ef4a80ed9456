package org.robustgrid.models.formats;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.robustgrid.models.ClassifiedData;
import org.robustgrid.models.Examination;
import org.robustgrid.models.ImportSettings;
import org.robustgrid.models.ImportedModel;
import org.robustgrid.models.ModelFormat;
import org.robustgrid.models.keras.KerasFormat;
import org.robustgrid.models.onnx.OnnxFormat;
import org.robustgrid.models.weights.WeightsFile;
import org.robustgrid.spi.data.DataException;

/**
 * The formats that are known.
 *
 * @since 0.1
 */
public final class ModelFormats {

  private static final List<ModelFormat> ALL =
      List.of(
          new OnnxFormat(),
          new KerasFormat(),
          new GraphFormat(),
          new ExportedFormat(),
          new WeightsFormat());

  private ModelFormats() {}

  /**
   * Finds out what is wrong with a file. Neither ND4J nor another native library is started.
   *
   * @param data that the model is to classify, where they are known
   */
  public static Examination examine(
      Path file, ImportSettings settings, Optional<ClassifiedData> data) {
    try {
      return format(file).examine(file, settings, data);
    } catch (DataException e) {
      return Examination.refused(e.getMessage());
    }
  }

  /**
   * The files that a model is made of: the one that is named for it, then those that it reads
   * besides.
   *
   * @throws DataException as {@link #read}
   */
  public static List<Path> files(Path file) {
    return format(file).files(file);
  }

  /**
   * Reads a file in the format that recognises it.
   *
   * @throws DataException naming the file, when it does not exist, when no format recognises it, or
   *     when its format refuses it
   */
  public static ImportedModel read(Path file, ImportSettings settings) {
    return format(file).read(file, settings);
  }

  /** Whether a file's name says that it holds weights, and no network. */
  public static boolean isOfWeights(Path file) {
    return WeightsFile.recognises(file);
  }

  /** Whether a file is by itself what Deeplearning4j stores of its network. */
  public static boolean isStored(Path file, ImportSettings settings) {
    return format(file) instanceof GraphFormat && settings.readsDataAsTheyAre();
  }

  private static ModelFormat format(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new DataException(
          Files.isDirectory(file)
              ? file + " is a folder, not a model file"
              : "there is no model file " + file + "; check the path");
    }
    return ALL.stream()
        .filter(format -> format.recognises(file))
        .findFirst()
        .orElseThrow(
            () ->
                new DataException(
                    "model file "
                        + file
                        + " is of no format that is recognised by its name; known are "
                        + String.join(", ", ALL.stream().map(ModelFormat::id).toList())));
  }
}

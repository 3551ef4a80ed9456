package org.robustgrid.models;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.robustgrid.spi.data.DataException;

/**
 * A format of model files. Nothing that a file holds is executed or deserialised by Java.
 *
 * @since 0.1
 */
public interface ModelFormat {

  /** The format's name, such as {@code onnx}. */
  String id();

  /** Whether a file is of this format, by its first bytes and its name. */
  boolean recognises(Path file);

  /**
   * The files that a model is made of.
   *
   * @param file that is named for the model
   * @return this file, then those that it reads besides, in an order of their own
   */
  default List<Path> files(Path file) {
    return List.of(file);
  }

  /**
   * Finds out what is wrong with a file. Neither ND4J nor another native library is started.
   *
   * @param data that the model is to classify, where they are known
   */
  default Examination examine(Path file, ImportSettings settings, Optional<ClassifiedData> data) {
    try {
      ImportedModel model =
          read(file, data.map(d -> settings.forInput(d.shape())).orElse(settings));
      Optional<String> mismatch =
          data.flatMap(d -> model.signature().flatMap(d::mismatch))
              .map(what -> model.source() + ": " + what);
      return new Examination(mismatch, model.notes(), model.activations(), model.standIn());
    } catch (DataException e) {
      return Examination.refused(e.getMessage());
    }
  }

  /**
   * Reads a file into a network that is yet to be built.
   *
   * @throws DataException naming the file and why it is refused
   */
  ImportedModel read(Path file, ImportSettings settings);
}

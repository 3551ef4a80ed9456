package org.robustgrid.models;

import java.nio.file.Path;
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
   * Reads a file into a network that is yet to be built.
   *
   * @throws DataException naming the file and why it is refused
   */
  ImportedModel read(Path file, ImportSettings settings);
}

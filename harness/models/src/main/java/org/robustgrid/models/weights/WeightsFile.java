package org.robustgrid.models.weights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.robustgrid.models.graph.Refused;
import org.robustgrid.spi.data.DataException;

/**
 * Reads files of named weights: PyTorch's {@code .pt} and {@code .pth} in both layouts, and
 * safetensors.
 *
 * @since 0.1
 */
public final class WeightsFile {

  private WeightsFile() {}

  /** Whether a file is one of named weights, by its name. */
  public static boolean recognises(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".pt")
        || name.endsWith(".pth")
        || name.endsWith(".tar")
        || name.endsWith(".bin")
        || name.endsWith(".safetensors");
  }

  /**
   * Reads a file. Nothing in it is executed.
   *
   * @throws DataException naming the file and why it is refused
   */
  public static StateDict read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new DataException("weights file " + file + " does not exist; check the path");
    }
    try {
      if (file.toString().toLowerCase(Locale.ROOT).endsWith(".safetensors")) {
        return Safetensors.read(file);
      }
      return isZip(file) ? TorchZip.read(file) : TorchStream.read(file);
    } catch (Refused e) {
      throw refused(file, e);
    } catch (IOException e) {
      throw new DataException("weights file " + file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Says of which file something was refused. */
  public static DataException refused(Path file, Refused cause) {
    return new DataException("weights file " + file + " " + cause.getMessage(), cause);
  }

  private static boolean isZip(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] first = in.readNBytes(4);
      return first.length == 4 && first[0] == 'P' && first[1] == 'K' && first[2] == 3;
    }
  }
}

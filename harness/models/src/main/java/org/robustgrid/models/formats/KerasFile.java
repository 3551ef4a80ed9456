package org.robustgrid.models.formats;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** Files of Keras, which are not read: what they are, and the way out. */
final class KerasFile {

  private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};

  private KerasFile() {}

  /** Whether a file is one of HDF5, by its first bytes, or one of Keras 3, by its name. */
  static boolean recognises(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(".keras") || isHdf5(file);
  }

  private static boolean isHdf5(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(HDF5.length), HDF5);
    } catch (IOException e) {
      // the format that its name tells says so
      return false;
    }
  }

  static String refusal(Path file) {
    String name = file.getFileName().toString();
    String stem = name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : name;
    return "model file "
        + file
        + " is "
        + (isHdf5(file) ? "HDF5, as Keras 2 saves networks" : "of Keras 3")
        + ", and is not read; convert it to ONNX by Keras 3, model.export(\""
        + stem
        + ".onnx\", format=\"onnx\"), or by tf2onnx, and name that file with --layout nhwc";
  }
}

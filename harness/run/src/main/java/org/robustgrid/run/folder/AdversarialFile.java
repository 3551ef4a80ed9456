package org.robustgrid.run.folder;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.robustgrid.base.files.AtomicFile;
import org.robustgrid.base.files.DamagedFileException;

/**
 * Adversarial images of one cell, by sample index: gzip over big-endian count, length, then index
 * and floats of each image.
 */
public final class AdversarialFile {

  private static final int MAGIC = 0x52474101;

  private AdversarialFile() {}

  /**
   * Writes images, atomically.
   *
   * @param images by sample index, all of one length, C order of the input shape
   */
  public static void write(Path file, SortedMap<Integer, float[]> images) {
    int length = images.isEmpty() ? 0 : images.get(images.firstKey()).length;
    AtomicFile.write(
        file,
        stream -> {
          GZIPOutputStream zipped = new GZIPOutputStream(stream);
          DataOutputStream out = new DataOutputStream(new BufferedOutputStream(zipped, 1 << 16));
          out.writeInt(MAGIC);
          out.writeInt(images.size());
          out.writeInt(length);
          for (Map.Entry<Integer, float[]> image : images.entrySet()) {
            out.writeInt(image.getKey());
            for (float value : image.getValue()) {
              out.writeFloat(value);
            }
          }
          out.flush();
          zipped.finish();
        });
  }

  /**
   * Reads images.
   *
   * @throws DamagedFileException when the file is not what was written
   */
  public static SortedMap<Integer, float[]> read(Path file) {
    SortedMap<Integer, float[]> images = new TreeMap<>();
    try (DataInputStream in =
        new DataInputStream(
            new BufferedInputStream(new GZIPInputStream(Files.newInputStream(file)), 1 << 16))) {
      if (in.readInt() != MAGIC) {
        throw new DamagedFileException(file, "it holds no adversarial images");
      }
      int count = in.readInt();
      int length = in.readInt();
      for (int i = 0; i < count; i++) {
        int sample = in.readInt();
        float[] image = new float[length];
        for (int j = 0; j < length; j++) {
          image[j] = in.readFloat();
        }
        images.put(sample, image);
      }
    } catch (IOException e) {
      throw new DamagedFileException(file, "it cannot be read: " + e.getMessage());
    }
    return images;
  }
}

package org.robustgrid.run.folder;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.robustgrid.base.UserException;

/**
 * Images in an NPZ file of somebody else's, as {@code numpy.savez} writes it: {@code images} [n, …]
 * in float32 or float64, and {@code samples} [n] in int32 or int64, their indices in the test set;
 * without these they are the first n. Files of {@link KeptImages} are read, too.
 */
public final class ForeignImages {

  private static final Pattern HEADER =
      Pattern.compile(
          "\\{'descr': '<(?<type>[if][48])', 'fortran_order': (?<fortran>True|False), 'shape':"
              + " \\((?<shape>[0-9, ]*)\\), \\} *\n");

  private static final int MAGIC = 6;
  private static final long MOST_VALUES = 1L << 30;

  private ForeignImages() {}

  /** An array, its values as double whatever they were. */
  private record Array(char kind, int[] shape, double[] values) {}

  /**
   * Reads images by sample. Values are rounded to float, as a run keeps them.
   *
   * @throws UserException when the file holds none, or they are not one for each sample
   */
  public static SortedMap<Integer, float[]> read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new UserException("there is no file " + file + "; give an NPZ file of images");
    }
    try (ZipFile zip = new ZipFile(file.toFile())) {
      if (zip.getEntry(KeptImages.IMAGES + KeptImages.number(0)) != null) {
        return KeptImages.read(file);
      }
      Array images = array(zip, "images", 'f', file);
      if (images.shape().length < 2) {
        throw new UserException(
            file + ": 'images' has the shape " + Arrays.toString(images.shape()) + ", expected"
                + " [n, …input shape]");
      }
      int[] samples = new int[images.shape()[0]];
      Arrays.setAll(samples, i -> i);
      if (zip.getEntry("samples.npy") != null) {
        Array named = array(zip, "samples", 'i', file);
        if (named.shape().length != 1 || named.shape()[0] != samples.length) {
          throw new UserException(
              file + ": 'samples' has the shape " + Arrays.toString(named.shape()) + ", expected ["
                  + samples.length + "], one index for each image");
        }
        Arrays.setAll(samples, i -> (int) named.values()[i]);
      }
      return bySample(file, samples, images);
    } catch (ZipException e) {
      throw new UserException(file + " is no NPZ file: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UserException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static SortedMap<Integer, float[]> bySample(Path file, int[] samples, Array images) {
    SortedMap<Integer, float[]> all = new TreeMap<>();
    int length = samples.length == 0 ? 0 : images.values().length / samples.length;
    for (int i = 0; i < samples.length; i++) {
      float[] image = new float[length];
      for (int k = 0; k < length; k++) {
        image[k] = (float) images.values()[i * length + k];
      }
      if (all.put(samples[i], image) != null) {
        throw new UserException(
            file + ": 'samples' names sample " + samples[i] + " twice; give one image of each");
      }
    }
    if (all.isEmpty()) {
      throw new UserException(file + " holds no image; there is nothing to claim");
    }
    return all;
  }

  private static Array array(ZipFile zip, String name, char kind, Path file) throws IOException {
    ZipEntry entry = zip.getEntry(name + ".npy");
    if (entry == null) {
      throw new UserException(
          file + " has no array '" + name + "'; write it with numpy.savez(file, images=…,"
              + " samples=…)");
    }
    try (InputStream in = zip.getInputStream(entry)) {
      Array array = read(new DataInputStream(in), file + ": '" + name + "'");
      if (array.kind() != kind) {
        throw new UserException(
            file + ": '" + name + "' holds " + (kind == 'f' ? "integers" : "real numbers")
                + ", expected " + (kind == 'f' ? "float32 or float64" : "int32 or int64"));
      }
      return array;
    }
  }

  private static Array read(DataInputStream in, String what) throws IOException {
    byte[] magic = in.readNBytes(MAGIC);
    int version = in.readUnsignedByte();
    in.readUnsignedByte();
    boolean known = magic.length == MAGIC && (magic[0] & 0xff) == 0x93 && version <= 2;
    if (!known) {
      throw new UserException(what + " is no array of NumPy's");
    }
    int length = in.readUnsignedByte() | in.readUnsignedByte() << 8;
    if (version == 2) {
      length |= in.readUnsignedByte() << 16 | in.readUnsignedByte() << 24;
    }
    if (length < 0 || length > 1 << 16) {
      throw new UserException(what + " has a header of " + length + " bytes");
    }
    Matcher header =
        HEADER.matcher(new String(in.readNBytes(length), StandardCharsets.ISO_8859_1));
    if (!header.matches() || header.group("fortran").equals("True")) {
      throw new UserException(
          what
              + " is no little-endian array of float32, float64, int32 or int64 in C order; convert"
              + " it with numpy.ascontiguousarray(…, dtype='float32')");
    }
    int[] shape =
        Arrays.stream(header.group("shape").split(","))
            .map(String::strip)
            .filter(extent -> !extent.isEmpty())
            .mapToInt(Integer::parseInt)
            .toArray();
    long values = Arrays.stream(shape).asLongStream().reduce(1, (a, b) -> a * b);
    if (values < 0 || values > MOST_VALUES) {
      throw new UserException(what + " tells of " + values + " values");
    }
    String type = header.group("type");
    return new Array(type.charAt(0), shape, values(in, (int) values, type));
  }

  private static double[] values(DataInputStream in, int count, String type) throws IOException {
    int width = type.charAt(1) - '0';
    double[] values = new double[count];
    ByteBuffer one = ByteBuffer.allocate(width).order(ByteOrder.LITTLE_ENDIAN);
    DataInputStream data = new DataInputStream(new java.io.BufferedInputStream(in, 1 << 16));
    for (int i = 0; i < count; i++) {
      data.readFully(one.array());
      values[i] =
          switch (type) {
            case "f4" -> one.getFloat(0);
            case "f8" -> one.getDouble(0);
            case "i4" -> one.getInt(0);
            default -> one.getLong(0);
          };
    }
    return values;
  }
}

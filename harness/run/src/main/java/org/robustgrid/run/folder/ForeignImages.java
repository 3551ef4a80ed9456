package org.robustgrid.run.folder;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.robustgrid.base.UserException;
import org.robustgrid.run.plan.PlannedDataset;

/**
 * Images in an NPZ file from another program, as {@code numpy.savez} writes it: {@code images} [n,
 * …input shape] or [n, values] in float32 or float64; {@code samples} [n], their indices in the
 * test set, without which they are the first n; and {@code labels} [n], if it is there, which is
 * compared. Files of {@link KeptImages} are read, too.
 */
public final class ForeignImages {

  private static final Pattern HEADER =
      Pattern.compile(
          "\\{'descr': '(?<type><[if][48]|\\|[iu]1)', 'fortran_order': False, 'shape':"
              + " \\((?<shape>[0-9, ]*)\\), \\} *\n");

  private static final int MAGIC = 6;

  private final Path file;
  private final PlannedDataset dataset;

  private ForeignImages(Path file, PlannedDataset dataset) {
    this.file = file;
    this.dataset = dataset;
  }

  /** An array, its values as double whatever they were. */
  private record Array(char kind, List<Long> shape, double[] values) {}

  /**
   * Reads images by sample. Values are rounded to float, as a run keeps them.
   *
   * @param dataset whose test samples they are about
   * @throws UserException when the file holds none, they are not one for each sample, of another
   *     shape, or labelled otherwise
   */
  public static SortedMap<Integer, float[]> read(Path file, PlannedDataset dataset) {
    if (!Files.isRegularFile(file)) {
      throw new UserException("there is no file " + file + "; give an NPZ file of images");
    }
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return zip.getEntry(KeptImages.IMAGES + KeptImages.number(0)) == null
          ? new ForeignImages(file, dataset).read(zip)
          : KeptImages.read(file);
    } catch (ZipException e) {
      throw new UserException(file + " is no NPZ file: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UserException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private SortedMap<Integer, float[]> read(ZipFile zip) throws IOException {
    Array images = array(zip, "images", 'f');
    int count = (int) (long) images.shape().get(0);
    double[] samples = new double[count];
    Arrays.setAll(samples, i -> i);
    if (has(zip, "samples")) {
      samples = indices(zip, "samples", count);
    }
    if (has(zip, "labels")) {
      requireLabels(samples, indices(zip, "labels", count));
    }
    SortedMap<Integer, float[]> all = new TreeMap<>();
    int length = images.values().length / count;
    for (int i = 0; i < count; i++) {
      float[] image = new float[length];
      for (int k = 0; k < length; k++) {
        image[k] = (float) images.values()[i * length + k];
      }
      if (all.put((int) samples[i], image) != null) {
        throw new UserException(
            file
                + ": 'samples' names sample "
                + (int) samples[i]
                + " twice; give one image of each");
      }
    }
    return all;
  }

  private static boolean has(ZipFile zip, String name) {
    return zip.getEntry(name + ".npy") != null;
  }

  /** One integer for each image. */
  private double[] indices(ZipFile zip, String name, int count) throws IOException {
    Array named = array(zip, name, 'i');
    if (named.shape().size() != 1 || named.values().length != count) {
      throw new UserException(
          file
              + ": '"
              + name
              + "' has the shape "
              + named.shape()
              + ", expected ["
              + count
              + "], one for each image");
    }
    return named.values();
  }

  /** Samples that the test set does not have are reported by whoever asks for their originals. */
  private void requireLabels(double[] samples, double[] labels) {
    for (int i = 0; i < samples.length; i++) {
      int sample = (int) samples[i];
      boolean known = sample >= 0 && sample < dataset.labels().size();
      if (known && labels[i] != dataset.labels().get(sample)) {
        throw new UserException(
            file
                + ": 'labels' gives sample "
                + sample
                + " the class "
                + (int) labels[i]
                + ", the data set the class "
                + dataset.labels().get(sample)
                + "; the images are of another data set, or in another order");
      }
    }
  }

  private Array array(ZipFile zip, String name, char kind) throws IOException {
    ZipEntry entry = zip.getEntry(name + ".npy");
    if (entry == null) {
      throw new UserException(
          file
              + " has no array '"
              + name
              + "'; write it with numpy.savez(file, images=…, samples=…)");
    }
    try (InputStream in = zip.getInputStream(entry)) {
      return read(new DataInputStream(new BufferedInputStream(in, 1 << 16)), name, kind);
    }
  }

  private Array read(DataInputStream in, String name, char kind) throws IOException {
    String what = file + ": '" + name + "'";
    Matcher header = HEADER.matcher(header(in, what));
    if (!header.matches()) {
      throw new UserException(
          what
              + " is not a little-endian array of float32, float64 or integers in C order; convert it"
              + " with numpy.ascontiguousarray(…, dtype='float32')");
    }
    String type = header.group("type");
    char is = type.charAt(1) == 'f' ? 'f' : 'i';
    if (is != kind) {
      throw new UserException(
          what
              + " holds "
              + (kind == 'f' ? "integers" : "real numbers")
              + ", expected "
              + (kind == 'f' ? "float32 or float64" : "integers"));
    }
    List<Long> shape = shape(header.group("shape"), what);
    if (kind == 'f') {
      requireShape(shape, what);
    }
    long count = shape.stream().reduce(1L, (a, b) -> a * b);
    long most = kind == 'f' ? Long.MAX_VALUE : dataset.labels().size();
    if (count > most) {
      throw new UserException(
          what + " has " + count + " values, the test set " + most + " samples");
    }
    return new Array(is, shape, values(in, (int) count, type.substring(1)));
  }

  private static String header(DataInputStream in, String what) throws IOException {
    byte[] magic = in.readNBytes(MAGIC);
    boolean numpy = magic.length == MAGIC && (magic[0] & 0xff) == 0x93;
    int version = numpy ? in.readUnsignedByte() : 0;
    if (version < 1 || version > 2) {
      throw new UserException(what + " is not a NumPy array");
    }
    in.readUnsignedByte();
    int length = in.readUnsignedByte() | in.readUnsignedByte() << 8;
    if (version == 2) {
      length |= in.readUnsignedByte() << 16 | in.readUnsignedByte() << 24;
    }
    if (length < 0 || length > 1 << 16) {
      throw new UserException(what + " has a header of " + length + " bytes; it is damaged");
    }
    return new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
  }

  private static List<Long> shape(String text, String what) {
    try {
      return Arrays.stream(text.split(","))
          .map(String::strip)
          .filter(extent -> !extent.isEmpty())
          .map(Long::valueOf)
          .toList();
    } catch (NumberFormatException e) {
      throw new UserException(what + " has the shape (" + text + "); it is damaged", e);
    }
  }

  /** Known before a value is read: a file may say that it is larger than memory. */
  private void requireShape(List<Long> shape, String what) {
    List<Long> input = dataset.inputShape();
    List<Long> flat = List.of(input.stream().reduce(1L, (a, b) -> a * b));
    List<Long> image = shape.isEmpty() ? List.of() : shape.subList(1, shape.size());
    if (!image.equals(input) && !image.equals(flat)) {
      throw new UserException(
          what + " has the shape " + shape + ", expected [n, " + words(input) + "]");
    }
    long count = shape.get(0);
    if (count < 1 || count > dataset.labels().size()) {
      throw new UserException(
          what
              + " holds "
              + count
              + " images, expected 1 to "
              + dataset.labels().size()
              + ", the number of test samples");
    }
    if (count * flat.get(0) > Integer.MAX_VALUE - 8) {
      throw new UserException(
          what + " holds " + count + " images, too many to be read at once; claim them in parts");
    }
  }

  private static String words(List<Long> shape) {
    String all = shape.toString();
    return all.substring(1, all.length() - 1);
  }

  private static double[] values(DataInputStream in, int count, String type) throws IOException {
    double[] values = new double[count];
    ByteBuffer one = ByteBuffer.allocate(type.charAt(1) - '0').order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      in.readFully(one.array());
      values[i] =
          switch (type) {
            case "f4" -> one.getFloat(0);
            case "f8" -> one.getDouble(0);
            case "i4" -> one.getInt(0);
            case "i8" -> one.getLong(0);
            case "i1" -> one.get(0);
            default -> one.get(0) & 0xff;
          };
    }
    return values;
  }
}

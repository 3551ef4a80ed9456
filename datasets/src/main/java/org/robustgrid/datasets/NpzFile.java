package org.robustgrid.datasets;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.robustgrid.spi.data.DataException;

/**
 * Named arrays of NumPy in a zip file, each in the NPY format (NumPy enhancement proposal 1).
 * Arrays of Python objects are refused: they could only be unpickled, which runs code.
 */
final class NpzFile {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int LONGEST_HEADER = 1 << 16;
  private static final int BUFFER = 1 << 16;

  private static final Pattern HEADER =
      Pattern.compile(
          "\\{\\s*'descr':\\s*(?<type>'[^']*'|\\[.*\\]),\\s*'fortran_order':\\s*(?<fortran>\\w+),"
              + "\\s*'shape':\\s*\\((?<shape>[0-9, L]*)\\),?\\s*\\}\\s*");

  private NpzFile() {}

  /**
   * What an array is.
   *
   * @param where file and name, for messages
   * @param kind {@code u} unsigned, {@code i} signed, {@code f} floating, {@code b} truth
   * @param bytes of a number
   */
  record Array(String where, long[] shape, char kind, int bytes, ByteOrder order) {

    long numbers() {
      return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }

    /** The next number of a buffer in the array's byte order. */
    double next(ByteBuffer buffer) {
      return switch (kind + "" + bytes) {
        case "u1", "b1" -> buffer.get() & 0xFF;
        case "i1" -> buffer.get();
        case "u2" -> buffer.getShort() & 0xFFFF;
        case "i2" -> buffer.getShort();
        case "u4" -> Integer.toUnsignedLong(buffer.getInt());
        case "i4" -> buffer.getInt();
        case "u8", "i8" -> buffer.getLong();
        case "f4" -> buffer.getFloat();
        default -> buffer.getDouble();
      };
    }
  }

  /**
   * Reads the numbers of an array, in C order.
   *
   * @param <T> what they become
   */
  interface Reader<T> {
    T read(Array array, InputStream numbers) throws IOException;
  }

  /**
   * Reads an array by name.
   *
   * @throws DataException when the file is damaged, or has no such array of numbers
   */
  static <T> T read(Path file, String name, Reader<T> reader) {
    return open(
        file,
        name,
        (array, in) -> {
          T result = reader.read(array, in);
          if (in.read() >= 0) {
            throw new DataException(where(file, name) + " has bytes left over; it is damaged");
          }
          return result;
        });
  }

  /** What an array is, without its numbers. */
  static Array describe(Path file, String name) {
    return open(file, name, (array, in) -> array);
  }

  private static <T> T open(Path file, String name, Reader<T> reader) {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      ZipEntry entry = zip.getEntry(name + ".npy");
      if (entry == null) {
        throw new DataException(
            file
                + " has no array '"
                + name
                + "', but "
                + Collections.list(zip.entries()).stream()
                    .map(other -> other.getName().replaceFirst("\\.npy$", ""))
                    .collect(Collectors.joining(", ")));
      }
      try (InputStream in = new BufferedInputStream(zip.getInputStream(entry), BUFFER)) {
        return reader.read(header(where(file, name), in), in);
      }
    } catch (EOFException | ZipException | ArithmeticException | NumberFormatException e) {
      throw new DataException(
          file + " is no NPZ file, or is damaged or cut short (" + e.getMessage() + ")", e);
    } catch (IOException e) {
      throw new DataException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static String where(Path file, String name) {
    return file + ", array '" + name + "',";
  }

  private static Array header(String where, InputStream in) throws IOException {
    byte[] begin = exactly(in, MAGIC.length + 2);
    if (!Arrays.equals(MAGIC, Arrays.copyOf(begin, MAGIC.length))) {
      throw new DataException(where + " is not in the NPY format");
    }
    boolean old = begin[MAGIC.length] == 1;
    ByteBuffer size = ByteBuffer.wrap(exactly(in, old ? 2 : 4)).order(ByteOrder.LITTLE_ENDIAN);
    int length = old ? size.getShort() & 0xFFFF : size.getInt();
    if (length < 0 || length > LONGEST_HEADER) {
      throw new DataException(where + " has a header of " + length + " bytes; it is damaged");
    }
    String text = new String(exactly(in, length), StandardCharsets.UTF_8);
    Matcher header = HEADER.matcher(text);
    if (!header.matches()) {
      throw new DataException(where + " has the header " + text.strip() + ", which is not known");
    }
    long[] shape =
        Pattern.compile("[ ,L]+")
            .splitAsStream(header.group("shape"))
            .filter(part -> !part.isEmpty())
            .mapToLong(Long::parseLong)
            .toArray();
    if (header.group("fortran").equals("True") && shape.length > 1) {
      throw new DataException(
          where + " is stored in Fortran order; save it with numpy.ascontiguousarray");
    }
    return array(where, shape, header.group("type"));
  }

  private static Array array(String where, long[] shape, String type) {
    Matcher known = Pattern.compile("'([<>|=])([uifb])([1248])'").matcher(type);
    boolean object = type.contains("O");
    if (!known.matches() || known.group(2).equals("f") && "12".contains(known.group(3))) {
      throw new DataException(
          where
              + (object
                  ? " holds Python objects, which are never unpickled; save it as an array of"
                      + " numbers"
                  : " holds the type "
                      + type
                      + ", expected whole or floating numbers (float32,"
                      + " float64)"));
    }
    return new Array(
        where,
        shape,
        known.group(2).charAt(0),
        Integer.parseInt(known.group(3)),
        known.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Reads whole numbers.
   *
   * @throws DataException when one has a fraction or is too large
   */
  static int[] integers(Array array, InputStream numbers) throws IOException {
    int[] values = new int[Math.toIntExact(array.numbers())];
    ByteBuffer bytes =
        ByteBuffer.wrap(exactly(numbers, Math.multiplyExact(values.length, array.bytes())))
            .order(array.order());
    for (int i = 0; i < values.length; i++) {
      double value = array.next(bytes);
      if (value != (int) value) {
        throw new DataException(
            array.where() + " holds " + value + " at " + i + ", expected whole numbers");
      }
      values[i] = (int) value;
    }
    return values;
  }

  /** So many bytes. */
  static byte[] exactly(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("it ends early");
    }
    return bytes;
  }
}

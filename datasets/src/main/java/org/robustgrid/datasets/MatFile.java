package org.robustgrid.datasets;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.robustgrid.spi.data.DataException;

/**
 * Numeric arrays in a MATLAB file of version 5 (MAT-File Format, MathWorks: "Level 5"), compressed
 * or not. Arrays are stored column-major: the first dimension varies fastest.
 */
final class MatFile {

  private static final int HEADER = 128;
  private static final int TEXT = 116;
  private static final int VERSION_AT = 124;
  private static final int VERSION_FIVE = 0x0100;
  private static final int VERSION_HDF5 = 0x0200;
  private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F'};
  private static final int COMPRESSED = 15;
  private static final int MATRIX = 14;
  private static final int COMPLEX = 0x0800;
  private static final int SMALLEST_NUMERIC = 6;
  private static final int LARGEST_NUMERIC = 15;
  private static final int BUFFER = 1 << 16;
  private static final int LONGEST_PART = 1 << 16;

  private MatFile() {}

  /**
   * What an array is.
   *
   * @param size of each dimension
   * @param type how its numbers are stored
   */
  record Variable(String name, int[] size, Type type) {

    long numbers() {
      return Arrays.stream(size).asLongStream().reduce(1, Math::multiplyExact);
    }
  }

  /** How numbers are stored. */
  enum Type {
    INT8(1, 1),
    UINT8(2, 1),
    INT16(3, 2),
    UINT16(4, 2),
    INT32(5, 4),
    UINT32(6, 4),
    SINGLE(7, 4),
    DOUBLE(9, 8),
    INT64(12, 8),
    UINT64(13, 8);

    private final int code;
    private final int bytes;

    Type(int code, int bytes) {
      this.code = code;
      this.bytes = bytes;
    }

    private static Type of(int code) {
      return Arrays.stream(values())
          .filter(type -> type.code == code)
          .findFirst()
          .orElseThrow(() -> new DataException("holds numbers of the unknown type " + code));
    }
  }

  /**
   * Reads the numbers of an array.
   *
   * @param <T> what they become
   */
  interface Reader<T> {

    /**
     * Reads.
     *
     * @param numbers their bytes, which end after the last
     */
    T read(Variable variable, InputStream numbers, ByteOrder order) throws IOException;
  }

  /**
   * Finds an array by name.
   *
   * @throws DataException when the file is of another version, is damaged, or has no such array
   */
  static <T> T read(Path file, String wanted, Reader<T> reader) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER)) {
      ByteOrder order = order(in);
      List<String> names = new ArrayList<>();
      for (byte[] tag = in.readNBytes(8); tag.length > 0; tag = in.readNBytes(8)) {
        if (tag.length < 8) {
          throw new EOFException();
        }
        ByteBuffer words = ByteBuffer.wrap(tag).order(order);
        int type = words.getInt();
        Limited element = new Limited(in, Integer.toUnsignedLong(words.getInt()));
        InputStream content = element;
        if (type == COMPRESSED) {
          content = new BufferedInputStream(new InflaterInputStream(element), BUFFER);
          type = Part.tag(content, order).type;
        }
        if (type == MATRIX) {
          Matrix matrix = Matrix.read(content, order);
          if (matrix.name.equals(wanted)) {
            T numbers = matrix.numbers(content, order, reader);
            // at the end of a compressed array lies its checksum
            content.transferTo(OutputStream.nullOutputStream());
            return numbers;
          }
          names.add(matrix.name);
        }
        element.skipRest();
      }
      throw new DataException("has no array '" + wanted + "', but " + String.join(", ", names));
    } catch (EOFException | ZipException | ArithmeticException | BufferUnderflowException e) {
      throw new DataException(file + " is damaged or cut short; fetch it again", e);
    } catch (IOException e) {
      throw new DataException(file + " cannot be read: " + e.getMessage(), e);
    } catch (DataException e) {
      throw new DataException(file + " " + e.getMessage(), e);
    }
  }

  private static ByteOrder order(InputStream in) throws IOException {
    byte[] header = in.readNBytes(HEADER);
    String text = new String(header, 0, Math.min(TEXT, header.length), StandardCharsets.ISO_8859_1);
    if (text.startsWith("MATLAB 7.3") || Arrays.equals(HDF5, Arrays.copyOf(header, HDF5.length))) {
      throw versionSevenThree();
    }
    if (header.length < HEADER) {
      throw new DataException("is no MATLAB file: it ends within the header; fetch it again");
    }
    String mark = new String(header, HEADER - 2, 2, StandardCharsets.ISO_8859_1);
    if (!mark.equals("IM") && !mark.equals("MI")) {
      throw new DataException(
          "is no MATLAB file of version 5: its header does not end with the mark of a byte order;"
              + " save it with -v7 (SciPy: savemat)");
    }
    ByteOrder order = mark.equals("IM") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    int version = ByteBuffer.wrap(header).order(order).getShort(VERSION_AT);
    if (version == VERSION_HDF5) {
      throw versionSevenThree();
    }
    if (version != VERSION_FIVE) {
      throw new DataException(
          "is a MATLAB file of the unknown version 0x"
              + Integer.toHexString(version)
              + "; save it with -v7 (SciPy: savemat)");
    }
    return order;
  }

  private static DataException versionSevenThree() {
    return new DataException(
        "is a MATLAB file of version 7.3 (HDF5), which is not read; save it with -v7 (SciPy:"
            + " savemat)");
  }

  /** The beginning of an array, up to its numbers. */
  private record Matrix(int kind, boolean complex, int[] size, String name) {

    static Matrix read(InputStream in, ByteOrder order) throws IOException {
      int flags = Part.read(in, order).getInt();
      ByteBuffer sizes = Part.read(in, order);
      int[] size = new int[sizes.remaining() / Integer.BYTES];
      sizes.asIntBuffer().get(size);
      ByteBuffer name = Part.read(in, order);
      return new Matrix(
          flags & 0xFF,
          (flags & COMPLEX) != 0,
          size,
          StandardCharsets.ISO_8859_1.decode(name).toString());
    }

    <T> T numbers(InputStream in, ByteOrder order, Reader<T> reader) throws IOException {
      if (kind < SMALLEST_NUMERIC || kind > LARGEST_NUMERIC || complex) {
        throw new DataException("holds '" + name + "', which is no array of real numbers");
      }
      Part part = Part.tag(in, order);
      Variable variable = new Variable(name, size, Type.of(part.type));
      if (Arrays.stream(size).anyMatch(n -> n < 0)
          || part.length != variable.numbers() * variable.type().bytes) {
        throw new DataException(
            "declares '"
                + name
                + "' of the size "
                + Arrays.toString(size)
                + ", but holds "
                + part.length
                + " bytes of it; the file is damaged, fetch it again");
      }
      return reader.read(variable, new Limited(in, part.length), order);
    }
  }

  /** A part of an array: its type and length in bytes; short ones lie within the tag. */
  private record Part(int type, long length, boolean small) {

    static Part tag(InputStream in, ByteOrder order) throws IOException {
      int first = word(in, order);
      return first >>> 16 == 0
          ? new Part(first, Integer.toUnsignedLong(word(in, order)), false)
          : new Part(first & 0xFFFF, first >>> 16, true);
    }

    /** A short part, with the bytes that fill it up. */
    static ByteBuffer read(InputStream in, ByteOrder order) throws IOException {
      Part part = tag(in, order);
      if (part.length > LONGEST_PART) {
        throw new DataException("is damaged: a part of a header is " + part.length + " bytes long");
      }
      int length = (int) part.length;
      int stored = part.small ? Integer.BYTES : (length + 7) / 8 * 8;
      byte[] content = exactly(in, Math.max(stored, length));
      return ByteBuffer.wrap(content, 0, length).order(order);
    }

    private static int word(InputStream in, ByteOrder order) throws IOException {
      return ByteBuffer.wrap(exactly(in, Integer.BYTES)).order(order).getInt();
    }
  }

  /**
   * Reads whole numbers.
   *
   * @throws DataException when one has a fraction or is too large
   */
  static int[] integers(Variable variable, InputStream numbers, ByteOrder order)
      throws IOException {
    int[] values = new int[Math.toIntExact(variable.numbers())];
    Type type = variable.type();
    ByteBuffer bytes =
        ByteBuffer.wrap(exactly(numbers, Math.multiplyExact(values.length, type.bytes)))
            .order(order);
    for (int i = 0; i < values.length; i++) {
      double value =
          switch (type) {
            case INT8 -> bytes.get();
            case UINT8 -> bytes.get() & 0xFF;
            case INT16 -> bytes.getShort();
            case UINT16 -> bytes.getShort() & 0xFFFF;
            case INT32 -> bytes.getInt();
            case UINT32 -> Integer.toUnsignedLong(bytes.getInt());
            case SINGLE -> bytes.getFloat();
            case DOUBLE -> bytes.getDouble();
            case INT64, UINT64 -> bytes.getLong();
          };
      if (value != (int) value) {
        throw new DataException(
            "has " + value + " in '" + variable.name() + "' at " + i + ", expected a whole number");
      }
      values[i] = (int) value;
    }
    return values;
  }

  private static byte[] exactly(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException();
    }
    return bytes;
  }

  /** The next bytes of a stream; their early end is an error. */
  private static final class Limited extends InputStream {
    private final InputStream in;
    private long left;

    Limited(InputStream in, long length) {
      this.in = in;
      this.left = length;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int read = in.read(target, from, (int) Math.min(length, left));
      if (read < 0) {
        throw new EOFException();
      }
      left -= read;
      return read;
    }

    void skipRest() throws IOException {
      in.skipNBytes(left);
      left = 0;
    }
  }
}

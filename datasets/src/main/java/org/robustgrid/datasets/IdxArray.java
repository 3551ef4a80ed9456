package org.robustgrid.datasets;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.robustgrid.spi.data.DataException;

/**
 * An array of unsigned bytes in the IDX format of the MNIST distribution: two zero bytes, type code
 * 8, the number of dimensions, the dimensions as big-endian 32-bit integers, the data in C order.
 * Data of a gzip file are held, those of a plain file are read where they lie.
 *
 * @param shape the dimensions, first the number of samples
 * @param bytes the data, C order
 * @param start where they begin in the bytes
 */
record IdxArray(int[] shape, Bytes bytes, long start) {

  private static final int UNSIGNED_BYTE = 8;
  private static final int MOST_DIMENSIONS = 255;
  private static final int BUFFER = 1 << 16;

  /** What to call the file in messages. */
  String name() {
    return bytes.name();
  }

  /**
   * Opens a file, gzip or plain.
   *
   * @throws DataException when it is no IDX array of unsigned bytes, is cut short, has bytes left
   *     over, or its gzip checksum does not match
   */
  static IdxArray open(Path file) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER)) {
      if (isGzip(in)) {
        return unzip(file.toString(), in);
      }
      Header header = Header.read(file.toString(), in);
      header.requireLength(Files.size(file) - header.length());
      return new IdxArray(header.shape(), Bytes.of(file), header.length());
    } catch (NoSuchFileException e) {
      throw new DataException(file + " does not exist; check the path", e);
    } catch (IOException e) {
      throw unreadable(file.toString(), e);
    }
  }

  /**
   * Parses a file's content, gzip or plain.
   *
   * @param name what to call the file in messages
   * @throws DataException as {@link #open}
   */
  static IdxArray parse(String name, byte[] content) {
    try (InputStream in = new ByteArrayInputStream(content)) {
      return isGzip(in) ? unzip(name, in) : hold(name, in);
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  /** All data. */
  byte[] data() {
    byte[] data = new byte[(int) (bytes.length() - start)];
    bytes.read(start, data);
    return data;
  }

  private static IdxArray unzip(String name, InputStream content) throws IOException {
    try (InputStream in = new GZIPInputStream(content, BUFFER)) {
      return hold(name, in);
    }
  }

  private static IdxArray hold(String name, InputStream in) throws IOException {
    Header header = Header.read(name, in);
    byte[] data = in.readNBytes((int) header.expected());
    // the end is read as well: there the checksum lies
    header.requireLength(data.length + in.skip(Long.MAX_VALUE) + in.readAllBytes().length);
    return new IdxArray(header.shape(), Bytes.of(name, data), 0);
  }

  private static boolean isGzip(InputStream in) throws IOException {
    in.mark(2);
    byte[] begin = in.readNBytes(2);
    in.reset();
    return begin.length == 2 && (begin[0] & 0xFF) == 0x1F && (begin[1] & 0xFF) == 0x8B;
  }

  private static DataException unreadable(String name, IOException e) {
    if (e instanceof EOFException) {
      return new DataException(name + " is cut short; fetch it again", e);
    }
    return e instanceof ZipException
        ? new DataException(name + " is damaged (" + e.getMessage() + "); fetch it again", e)
        : new DataException(name + " cannot be read: " + e.getMessage(), e);
  }

  /** What a file says of its data. */
  private record Header(String name, int[] shape, long expected) {

    static Header read(String name, InputStream in) throws IOException {
      byte[] magic = in.readNBytes(4);
      if (magic.length < 4 || magic[0] != 0 || magic[1] != 0) {
        throw new DataException(
            name
                + " is no IDX file: it does not begin with two zero bytes; check what was"
                + " downloaded");
      }
      if (magic[2] != UNSIGNED_BYTE) {
        throw new DataException(
            name + " holds IDX type " + (magic[2] & 0xFF) + ", expected 8 (unsigned bytes)");
      }
      int[] shape = new int[magic[3] & MOST_DIMENSIONS];
      byte[] sizes = in.readNBytes(Integer.BYTES * shape.length);
      if (shape.length < 1 || sizes.length < Integer.BYTES * shape.length) {
        throw new DataException(name + " is cut short inside its IDX header; fetch it again");
      }
      ByteBuffer.wrap(sizes).asIntBuffer().get(shape);
      long expected = 1;
      for (int size : shape) {
        if (size < 0 || (expected *= size) > Integer.MAX_VALUE) {
          throw new DataException(
              name
                  + " declares the shape "
                  + Arrays.toString(shape)
                  + ", which cannot be; the file is damaged");
        }
      }
      return new Header(name, shape, expected);
    }

    int length() {
      return Integer.BYTES * (1 + shape.length);
    }

    void requireLength(long actual) {
      if (actual != expected) {
        throw new DataException(
            name
                + " declares the shape "
                + Arrays.toString(shape)
                + " ("
                + expected
                + " bytes) but holds "
                + actual
                + " bytes of data; the file is damaged, fetch it again");
      }
    }
  }
}

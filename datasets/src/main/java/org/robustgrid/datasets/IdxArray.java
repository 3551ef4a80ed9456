package org.robustgrid.datasets;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.robustgrid.spi.data.DataException;

/**
 * An array of unsigned bytes in the IDX format of the MNIST distribution: two zero bytes, type code
 * 8, the number of dimensions, the dimensions as big-endian 32-bit integers, the data in C order.
 *
 * @param name what to call the file in messages
 * @param shape the dimensions, first the number of samples
 * @param data C order, length = product of the shape
 */
record IdxArray(String name, int[] shape, byte[] data) {

  private static final int UNSIGNED_BYTE = 8;

  /**
   * Parses a file's content, gzip or plain.
   *
   * @param name what to call the file in messages
   * @throws DataException when the content is no IDX array of unsigned bytes, is cut short, has
   *     bytes left over, or its gzip checksum does not match
   */
  static IdxArray parse(String name, byte[] content) {
    byte[] plain = isGzip(content) ? unzip(name, content) : content;
    if (plain.length < 4 || plain[0] != 0 || plain[1] != 0) {
      throw new DataException(
          name
              + " is no IDX file: it does not begin with two zero bytes; check what was downloaded");
    }
    if (plain[2] != UNSIGNED_BYTE) {
      throw new DataException(
          name + " holds IDX type " + (plain[2] & 0xFF) + ", expected 8 (unsigned bytes)");
    }
    int dimensions = plain[3] & 0xFF;
    int header = 4 + 4 * dimensions;
    if (dimensions < 1 || plain.length < header) {
      throw new DataException(name + " is cut short inside its IDX header; fetch it again");
    }
    int[] shape = new int[dimensions];
    ByteBuffer.wrap(plain, 4, 4 * dimensions).asIntBuffer().get(shape);
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
    if (plain.length - header != expected) {
      throw new DataException(
          name
              + " declares the shape "
              + Arrays.toString(shape)
              + " ("
              + expected
              + " bytes) but holds "
              + (plain.length - header)
              + " bytes of data; the file is damaged, fetch it again");
    }
    return new IdxArray(name, shape, Arrays.copyOfRange(plain, header, plain.length));
  }

  private static boolean isGzip(byte[] content) {
    return content.length > 2 && (content[0] & 0xFF) == 0x1F && (content[1] & 0xFF) == 0x8B;
  }

  private static byte[] unzip(String name, byte[] content) {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(content))) {
      return in.readAllBytes();
    } catch (EOFException e) {
      throw new DataException(name + " is cut short; fetch it again", e);
    } catch (ZipException e) {
      throw new DataException(name + " is damaged (" + e.getMessage() + "); fetch it again", e);
    } catch (IOException e) {
      throw new DataException(name + " cannot be read: " + e.getMessage(), e);
    }
  }
}

package org.robustgrid.run.folder;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Arrays in NumPy's NPY format, version 1.0, little endian, C order: one-dimensional int32 and
 * two-dimensional float32. Reads what it writes; anything else is refused.
 */
final class NpyBlock {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  private static final int ALIGNMENT = 64;

  /** An image of 224 × 224 in three colours has 150,528 values. */
  private static final long MOST_VALUES = 1L << 28;

  private static final Pattern HEADER =
      Pattern.compile(
          "\\{'descr': '(?<type><[if]4)', 'fortran_order': False, 'shape': \\((?<rows>\\d{1,9}),"
              + "( ?(?<columns>\\d{1,9}))?\\), \\} *\n");

  private NpyBlock() {}

  static void writeInts(OutputStream out, int[] values) throws IOException {
    header(out, "<i4", values.length + ",");
    ByteBuffer bytes = buffer(values.length);
    bytes.asIntBuffer().put(values);
    out.write(bytes.array());
  }

  static void writeFloats(OutputStream out, float[][] rows) throws IOException {
    int columns = rows[0].length;
    header(out, "<f4", rows.length + ", " + columns);
    ByteBuffer bytes = buffer(columns);
    for (float[] row : rows) {
      if (row.length != columns) {
        throw new IllegalArgumentException(
            "images of " + columns + " and " + row.length + " values");
      }
      bytes.asFloatBuffer().put(row);
      out.write(bytes.array());
    }
  }

  private static ByteBuffer buffer(int values) {
    return ByteBuffer.allocate(Math.multiplyExact(values, 4)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void header(OutputStream out, String type, String shape) throws IOException {
    String text = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + shape + "), }";
    int length = MAGIC.length + 2 + text.length() + 1;
    String padded = text + " ".repeat((ALIGNMENT - length % ALIGNMENT) % ALIGNMENT) + "\n";
    out.write(MAGIC);
    out.write(padded.length() & 0xff);
    out.write(padded.length() >> 8);
    out.write(padded.getBytes(StandardCharsets.US_ASCII));
  }

  static int[] readInts(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    int[] values = new int[shape(data, "<i4")[0]];
    bytes(data, values.length).asIntBuffer().get(values);
    return values;
  }

  static float[][] readFloats(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    int[] shape = shape(data, "<f4");
    float[][] rows = new float[shape[0]][shape[1]];
    for (float[] row : rows) {
      bytes(data, row.length).asFloatBuffer().get(row);
    }
    return rows;
  }

  private static ByteBuffer bytes(DataInputStream in, int values) throws IOException {
    ByteBuffer buffer = buffer(values);
    in.readFully(buffer.array());
    return buffer;
  }

  private static int[] shape(DataInputStream in, String type) throws IOException {
    byte[] magic = in.readNBytes(MAGIC.length);
    if (!java.util.Arrays.equals(magic, MAGIC)) {
      throw new IllegalArgumentException("it holds something else than NPY arrays of version 1.0");
    }
    int length = in.readUnsignedByte() | in.readUnsignedByte() << 8;
    String text = new String(in.readNBytes(length), StandardCharsets.US_ASCII);
    Matcher header = HEADER.matcher(text);
    if (!header.matches() || !header.group("type").equals(type)) {
      throw new IllegalArgumentException(
          "expected an array of " + type + ", found " + text.strip());
    }
    int rows = Integer.parseInt(header.group("rows"));
    String columns = header.group("columns");
    int values = columns == null ? 1 : Integer.parseInt(columns);
    if ((long) rows * values > MOST_VALUES) {
      throw new IllegalArgumentException("its header states " + (long) rows * values + " values");
    }
    return new int[] {rows, values};
  }
}

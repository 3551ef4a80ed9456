package org.robustgrid.engine.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One array in NumPy's public {@code .npy} format: versions 1.0 and 2.0 are read, 1.0 is written;
 * little-endian float32, float64, int32 and int64.
 */
final class NpyArray {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final Pattern HEADER =
      Pattern.compile(
          "\\{\\s*'descr':\\s*'([<|>=]?[a-z][0-9]+)',\\s*'fortran_order':\\s*(True|False),"
              + "\\s*'shape':\\s*\\(([0-9,\\sL]*)\\),?\\s*\\}\\s*");

  private NpyArray() {}

  /**
   * Decodes an array.
   *
   * @return of type FLOAT, DOUBLE, INT or LONG as in the file, C order
   * @throws IOException saying what is wrong with the bytes
   */
  static INDArray decode(byte[] bytes) throws IOException {
    if (bytes.length < 10 || !Arrays.equals(MAGIC, Arrays.copyOf(bytes, MAGIC.length))) {
      throw new IOException("it does not begin as a .npy array does");
    }
    int version = bytes[6];
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (version != 1 && version != 2) {
      throw new IOException("its .npy version is " + version + ", but 1 and 2 are understood");
    }
    int prefix = version == 1 ? 10 : 12;
    long headerLength =
        version == 1
            ? buffer.getShort(8) & 0xFFFF
            : Integer.toUnsignedLong(bytes.length < 12 ? 0 : buffer.getInt(8));
    if (prefix + headerLength > bytes.length) {
      throw new IOException("it ends within its header");
    }
    String header =
        new String(bytes, prefix, (int) headerLength, StandardCharsets.ISO_8859_1).trim();
    Matcher matcher = HEADER.matcher(header);
    if (!matcher.matches()) {
      throw new IOException("its header cannot be understood: " + header);
    }
    long[] shape = shape(matcher.group(3));
    char order = matcher.group(2).equals("True") ? 'f' : 'c';
    buffer.position(prefix + (int) headerLength);
    return values(buffer, matcher.group(1), shape, order);
  }

  private static long[] shape(String text) {
    String digits = text.replace("L", "").trim();
    if (digits.isEmpty()) {
      return new long[0];
    }
    return Arrays.stream(digits.split("\\s*,\\s*")).mapToLong(Long::parseLong).toArray();
  }

  private static INDArray values(ByteBuffer buffer, String descr, long[] shape, char order)
      throws IOException {
    int itemSize =
        switch (descr) {
          case "<f4", "<i4" -> 4;
          case "<f8", "<i8" -> 8;
          default ->
              throw new IOException(
                  "its type is " + descr + ", but <f4, <f8, <i4 and <i8 are understood");
        };
    int length = 1;
    try {
      for (long size : shape) {
        length = Math.multiplyExact(length, Math.toIntExact(size));
      }
    } catch (ArithmeticException e) {
      throw new IOException("its shape " + Arrays.toString(shape) + " is too large", e);
    }
    if (buffer.remaining() != (long) length * itemSize) {
      throw new IOException(
          "its shape "
              + Arrays.toString(shape)
              + " needs "
              + (long) length * itemSize
              + " bytes, but "
              + buffer.remaining()
              + " are there");
    }
    INDArray flat =
        switch (descr) {
          case "<f4" -> {
            float[] values = new float[length];
            buffer.asFloatBuffer().get(values);
            yield length == 0 ? Nd4j.empty(DataType.FLOAT) : Nd4j.createFromArray(values);
          }
          case "<f8" -> {
            double[] values = new double[length];
            buffer.asDoubleBuffer().get(values);
            yield length == 0 ? Nd4j.empty(DataType.DOUBLE) : Nd4j.createFromArray(values);
          }
          case "<i4" -> {
            int[] values = new int[length];
            buffer.asIntBuffer().get(values);
            yield length == 0 ? Nd4j.empty(DataType.INT32) : Nd4j.createFromArray(values);
          }
          default -> {
            long[] values = new long[length];
            buffer.asLongBuffer().get(values);
            yield length == 0 ? Nd4j.empty(DataType.INT64) : Nd4j.createFromArray(values);
          }
        };
    if (length == 0) {
      return flat;
    }
    INDArray shaped = flat.reshape(order, shape);
    return order == 'c' ? shaped : shaped.dup('c');
  }

  /** Encodes an array of type FLOAT, DOUBLE, INT or LONG in C order. */
  static byte[] encode(INDArray array) {
    String descr =
        switch (array.dataType()) {
          case FLOAT -> "<f4";
          case DOUBLE -> "<f8";
          case INT -> "<i4";
          case LONG -> "<i8";
          default ->
              throw new IllegalArgumentException(
                  "arrays of type " + array.dataType() + " cannot be written as .npy");
        };
    byte[] header = header(descr, array.isEmpty() ? new long[] {0} : array.shape());
    int itemSize = descr.endsWith("4") ? 4 : 8;
    int length = Math.toIntExact(array.length());
    ByteBuffer buffer =
        ByteBuffer.allocate(Math.addExact(header.length, Math.multiplyExact(length, itemSize)))
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(header);
    if (length > 0) {
      INDArray c = array.dup('c').reshape(array.length());
      switch (array.dataType()) {
        case FLOAT -> buffer.asFloatBuffer().put(c.toFloatVector());
        case DOUBLE -> buffer.asDoubleBuffer().put(c.toDoubleVector());
        case INT -> buffer.asIntBuffer().put(c.toIntVector());
        default -> buffer.asLongBuffer().put(c.toLongVector());
      }
    }
    return buffer.array();
  }

  private static byte[] header(String descr, long[] shape) {
    StringBuilder sizes = new StringBuilder();
    for (int i = 0; i < shape.length; i++) {
      sizes
          .append(i == 0 ? "" : " ")
          .append(shape[i])
          .append(i < shape.length - 1 || i == 0 ? "," : "");
    }
    String text = "{'descr': '" + descr + "', 'fortran_order': False, 'shape': (" + sizes + "), }";
    // the format wants the data to begin at a multiple of 64 bytes
    int padded = (10 + text.length() + 1 + 63) / 64 * 64;
    byte[] content =
        (text + " ".repeat(padded - 11 - text.length()) + "\n")
            .getBytes(StandardCharsets.ISO_8859_1);
    return ByteBuffer.allocate(padded)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(MAGIC)
        .put((byte) 1)
        .put((byte) 0)
        .putShort((short) content.length)
        .put(content)
        .array();
  }
}

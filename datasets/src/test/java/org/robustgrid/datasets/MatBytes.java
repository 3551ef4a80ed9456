package org.robustgrid.datasets;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.Deflater;

/** Writes MATLAB files of version 5 for tests. */
final class MatBytes {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteOrder order;

  MatBytes(ByteOrder order) {
    this.order = order;
    byte[] text = new byte[124];
    Arrays.fill(text, (byte) ' ');
    byte[] begin = "MATLAB 5.0 MAT-file, written by a test".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(begin, 0, text, 0, begin.length);
    out.writeBytes(text);
    ByteBuffer end = ByteBuffer.allocate(4).order(order).putShort((short) 0x0100);
    end.putShort((short) ('M' << 8 | 'I'));
    out.writeBytes(end.array());
  }

  /** Adds an array of unsigned bytes, its numbers column-major. */
  MatBytes add(String name, byte[] numbers, boolean compressed, int... size) {
    ByteArrayOutputStream matrix = new ByteArrayOutputStream();
    part(matrix, 6, words(9, 0));
    part(matrix, 5, words(size));
    part(matrix, 1, name.getBytes(StandardCharsets.US_ASCII));
    part(matrix, 2, numbers);
    ByteArrayOutputStream element = new ByteArrayOutputStream();
    element.writeBytes(words(14, matrix.size()));
    element.writeBytes(matrix.toByteArray());
    if (!compressed) {
      out.writeBytes(element.toByteArray());
      return this;
    }
    Deflater deflater = new Deflater();
    deflater.setInput(element.toByteArray());
    deflater.finish();
    byte[] buffer = new byte[element.size() + 100];
    int length = deflater.deflate(buffer);
    deflater.end();
    out.writeBytes(words(15, length));
    out.write(buffer, 0, length);
    return this;
  }

  byte[] bytes() {
    return out.toByteArray();
  }

  /** Short parts lie within their tag; others are filled up to a multiple of eight bytes. */
  private void part(ByteArrayOutputStream target, int type, byte[] content) {
    if (content.length <= 4) {
      target.writeBytes(words(content.length << 16 | type));
      target.writeBytes(Arrays.copyOf(content, 4));
      return;
    }
    target.writeBytes(words(type, content.length));
    target.writeBytes(Arrays.copyOf(content, (content.length + 7) / 8 * 8));
  }

  private byte[] words(int... words) {
    ByteBuffer buffer = ByteBuffer.allocate(4 * words.length).order(order);
    for (int word : words) {
      buffer.putInt(word);
    }
    return buffer.array();
  }
}

package org.robustgrid.datasets;

import java.nio.ByteBuffer;

/**
 * How the bytes of one sample become numbers in C order.
 *
 * @param bytes of a sample with what comes before its numbers
 * @param offset bytes before its numbers
 * @param order for each number of the result, its place among those of the bytes; empty if they are
 *     the same
 * @param floats whether they are big-endian 32-bit floats; otherwise unsigned bytes, which become
 *     value / 255
 */
record SampleFormat(int bytes, int offset, int[] order, boolean floats) {

  private static final float[] FRACTIONS = new float[256];

  static {
    for (int i = 0; i < FRACTIONS.length; i++) {
      FRACTIONS[i] = i / 255f;
    }
  }

  /** Unsigned bytes in C order. */
  static SampleFormat pixels(long[] shape) {
    return new SampleFormat(product(shape), 0, new int[0], false);
  }

  /** Big-endian 32-bit floats in C order. */
  static SampleFormat floats(long[] shape) {
    return new SampleFormat(Float.BYTES * product(shape), 0, new int[0], true);
  }

  /** The same after some bytes that are no numbers of the sample. */
  SampleFormat after(int prefix) {
    return new SampleFormat(bytes + prefix, prefix, order, floats);
  }

  /** The same of planes that are stored column by column. */
  SampleFormat columnsFirst(long[] shape) {
    int height = (int) shape[1];
    int width = (int) shape[2];
    int[] places = new int[product(shape)];
    for (int i = 0; i < places.length; i++) {
      int plane = i / (height * width);
      int row = i / width % height;
      places[i] = plane * height * width + i % width * height + row;
    }
    return new SampleFormat(bytes, offset, places, floats);
  }

  /** The same of pixels whose channels lie side by side. */
  SampleFormat channelsLast(long[] shape) {
    int channels = (int) shape[0];
    int area = product(shape) / channels;
    int[] places = new int[product(shape)];
    for (int i = 0; i < places.length; i++) {
      places[i] = i % area * channels + i / area;
    }
    return new SampleFormat(bytes, offset, places, floats);
  }

  /** How many numbers a sample has. */
  int numbers() {
    return (bytes - offset) / (floats ? Float.BYTES : 1);
  }

  /**
   * Reads a sample's bytes.
   *
   * @param target receives its numbers from position {@code at} on
   */
  void decode(byte[] sample, float[] target, int at) {
    int numbers = numbers();
    if (floats) {
      ByteBuffer values = ByteBuffer.wrap(sample);
      for (int i = 0; i < numbers; i++) {
        target[at + i] = values.getFloat(offset + Float.BYTES * place(i));
      }
      return;
    }
    for (int i = 0; i < numbers; i++) {
      target[at + i] = FRACTIONS[sample[offset + place(i)] & 0xFF];
    }
  }

  private int place(int number) {
    return order.length == 0 ? number : order[number];
  }

  static int product(long[] shape) {
    long product = 1;
    for (long size : shape) {
      product = Math.multiplyExact(product, size);
    }
    return Math.toIntExact(product);
  }
}

package org.robustgrid.bench;

import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.spi.data.DataView;

/**
 * The first digits of a view.
 *
 * @param pixels 1×28×28 each, one after the other
 * @param labels their classes
 */
record Digits(float[] pixels, int[] labels) {

  private static final int SIDE = 28;

  static Digits of(DataView view, int count) {
    float[] pixels = new float[count * SIDE * SIDE];
    int[] labels = new int[count];
    view.read(IntStream.range(0, count).toArray(), pixels, labels);
    return new Digits(pixels, labels);
  }

  /** Those from one position to before another, [rows, 1, 28, 28]. */
  INDArray images(int from, int to) {
    INDArray images = Nd4j.create(DataType.FLOAT, to - from, 1, SIDE, SIDE);
    int offset = from * SIDE * SIDE;
    for (int i = 0; i < images.length(); i++) {
      images.data().put(i, pixels[offset + i]);
    }
    return images;
  }
}

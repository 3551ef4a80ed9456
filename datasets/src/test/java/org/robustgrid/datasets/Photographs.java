package org.robustgrid.datasets;

import java.util.List;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.data.Dataset;

/** A data set in memory: 12 training and 8 test images of smooth ramps. */
final class Photographs {

  private Photographs() {}

  static Dataset of(long... shape) {
    return new ImageDataset(
        shape, List.of("a", "b"), view(12, shape), view(8, shape), "ramps", List.of());
  }

  private static DataView view(int size, long... shape) {
    int length = SampleFormat.product(shape);
    byte[] content = new byte[size * length];
    for (int i = 0; i < content.length; i++) {
      int within = i % length;
      content[i] = (byte) (40 + 3 * (i / length) + 140 * within / length + within % 5);
    }
    int[] labels = new int[size];
    for (int i = 0; i < size; i++) {
      labels[i] = i % 2;
    }
    return new SampleView(Bytes.of("ramps", content), 0, SampleFormat.pixels(shape), labels);
  }
}

package org.robustgrid.testkit.toy;

import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;

/** Samples in memory. */
public record SampleView(float[][] images, int[] labels) implements DataView {

  /** Squares of side 8 in which class 0, 1 or 2 lights the left, the middle or the right. */
  public static SampleView stripes(int size) {
    float[][] images = new float[size][64];
    int[] labels = new int[size];
    for (int i = 0; i < size; i++) {
      RandomStream random = RandomKey.of(7).with(i).stream();
      labels[i] = i % 3;
      for (int p = 0; p < 64; p++) {
        boolean lit = p % 8 / 3 == labels[i];
        images[i][p] = (float) Math.abs((lit ? 0.7 : 0.2) + 0.1 * random.nextGaussian());
      }
    }
    return new SampleView(images, labels);
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public void read(int[] indices, float[] into, int[] classes) {
    for (int i = 0; i < indices.length; i++) {
      float[] image = images[indices[i]];
      System.arraycopy(image, 0, into, i * image.length, image.length);
      classes[i] = labels[indices[i]];
    }
  }

  @Override
  public int label(int index) {
    return labels[index];
  }
}

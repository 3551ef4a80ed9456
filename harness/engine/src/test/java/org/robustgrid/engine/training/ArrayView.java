package org.robustgrid.engine.training;

import org.robustgrid.spi.data.DataView;

/** Samples in memory. */
record ArrayView(float[][] images, int[] classes) implements DataView {

  @Override
  public int size() {
    return classes.length;
  }

  @Override
  public void read(int[] indices, float[] into, int[] labels) {
    int length = images.length == 0 ? 0 : images[0].length;
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(images[indices[i]], 0, into, i * length, length);
      labels[i] = classes[indices[i]];
    }
  }

  @Override
  public int label(int index) {
    return classes[index];
  }
}

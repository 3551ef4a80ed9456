package org.robustgrid.datasets;

import org.robustgrid.spi.data.DataView;

/** Labelled samples kept as floats. */
final class FloatView implements DataView {

  private final float[] samples;
  private final int[] labels;
  private final int width;

  /**
   * @param samples one after the other, C order
   * @param labels the classes
   */
  FloatView(float[] samples, int[] labels) {
    if (labels.length == 0 || samples.length % labels.length != 0) {
      throw new IllegalArgumentException(
          samples.length + " numbers cannot be shared among " + labels.length + " samples");
    }
    this.samples = samples;
    this.labels = labels;
    this.width = samples.length / labels.length;
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public void read(int[] indices, float[] images, int[] targets) {
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(samples, indices[i] * width, images, i * width, width);
      targets[i] = labels[indices[i]];
    }
  }

  @Override
  public int label(int index) {
    return labels[index];
  }
}

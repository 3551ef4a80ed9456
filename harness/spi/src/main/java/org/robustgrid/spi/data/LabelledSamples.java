package org.robustgrid.spi.data;

import java.util.Objects;

/** A view that holds its labels, and reads its samples one at a time. */
final class LabelledSamples implements DataView {

  private final int[] labels;
  private final int length;
  private final SampleReader reader;

  LabelledSamples(int[] labels, int length, SampleReader reader) {
    this.labels = labels;
    this.length = length;
    this.reader = reader;
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public void read(int[] indices, float[] images, int[] classes) {
    for (int i = 0; i < indices.length; i++) {
      classes[i] = label(indices[i]);
      reader.read(indices[i], images, i * length);
    }
  }

  @Override
  public int label(int index) {
    return labels[Objects.checkIndex(index, labels.length)];
  }
}

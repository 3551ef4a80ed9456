package org.robustgrid.engine.training;

import org.robustgrid.spi.data.DataView;

/** No data. */
enum EmptyView implements DataView {
  INSTANCE;

  @Override
  public int size() {
    return 0;
  }

  @Override
  public void read(int[] indices, float[] images, int[] labels) {
    if (indices.length > 0) {
      throw new IndexOutOfBoundsException(indices[0]);
    }
  }

  @Override
  public int label(int index) {
    throw new IndexOutOfBoundsException(index);
  }
}

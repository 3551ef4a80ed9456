package org.robustgrid.run.plan;

import java.util.Objects;
import org.robustgrid.spi.data.DataView;

/** Chosen samples of another view, in a given order. */
public final class ViewSubset implements DataView {

  private final DataView view;
  private final int[] positions;

  /**
   * @param positions positions in {@code view}; sample i of this view is the one at positions[i]
   */
  public ViewSubset(DataView view, int[] positions) {
    this.view = Objects.requireNonNull(view, "view");
    this.positions = positions.clone();
    for (int position : this.positions) {
      Objects.checkIndex(position, view.size());
    }
  }

  @Override
  public int size() {
    return positions.length;
  }

  @Override
  public void read(int[] indices, float[] images, int[] labels) {
    int[] there = new int[indices.length];
    for (int i = 0; i < there.length; i++) {
      there[i] = positions[Objects.checkIndex(indices[i], positions.length)];
    }
    view.read(there, images, labels);
  }

  @Override
  public int label(int index) {
    return view.label(positions[Objects.checkIndex(index, positions.length)]);
  }

  /** The position of a sample in the view it was chosen from. */
  public int position(int index) {
    return positions[index];
  }
}

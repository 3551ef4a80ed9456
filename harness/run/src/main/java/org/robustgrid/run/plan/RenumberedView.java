package org.robustgrid.run.plan;

import java.util.List;
import org.robustgrid.spi.data.DataView;

/**
 * Samples of some classes with new labels.
 *
 * @param view holds samples of these classes only
 * @param classes old labels in the order of the new ones
 */
record RenumberedView(DataView view, List<Integer> classes) implements DataView {

  @Override
  public int size() {
    return view.size();
  }

  @Override
  public void read(int[] indices, float[] images, int[] labels) {
    view.read(indices, images, labels);
    for (int i = 0; i < indices.length; i++) {
      labels[i] = classes.indexOf(labels[i]);
    }
  }

  @Override
  public int label(int index) {
    return classes.indexOf(view.label(index));
  }
}

package org.robustgrid.defenses.alignment;

import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.defense.TrainingStep;
import org.robustgrid.spi.random.RandomKey;

/**
 * Target gradients r_t(x) − x towards each image's nearest neighbour r_t(x) of class t (Ganz et al.
 * 2023, section 4.1 and Eq. 6).
 */
final class NeighbourTargets implements TrainingStep.Auxiliary {

  private final DataView view;
  private final ClassSubset subset;
  private final int[][] neighbours;
  private final float[] image;
  private final float[] neighbour;

  /**
   * @param neighbours [images][classes], from {@link NearestNeighbours}
   * @param length numbers per image
   */
  NeighbourTargets(DataView view, ClassSubset subset, int[][] neighbours, int length) {
    this.view = view;
    this.subset = subset;
    this.neighbours = neighbours;
    this.image = new float[length];
    this.neighbour = new float[length];
  }

  @Override
  public int planes() {
    return subset.size();
  }

  @Override
  public void read(int[] indices, RandomKey step, float[] targets) {
    int[] label = new int[1];
    int out = 0;
    for (int index : indices) {
      view.read(new int[] {index}, image, label);
      for (int c : subset.of(step, index)) {
        view.read(new int[] {neighbours[index][c]}, neighbour, label);
        for (int p = 0; p < image.length; p++) {
          targets[out++] = neighbour[p] - image[p];
        }
      }
    }
  }
}

package org.robustgrid.defenses.alignment;

import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.defense.TrainingStep;
import org.robustgrid.spi.random.RandomKey;

/**
 * Target gradients r_t − x towards one representative r_t per class, computed when they are read
 * (Ganz et al. 2023, section 4.1).
 */
final class RepresentativeTargets implements TrainingStep.Auxiliary {

  private final DataView view;
  private final ClassSubset subset;
  private final float[][] representatives;
  private final float[] image;

  RepresentativeTargets(DataView view, ClassSubset subset, float[][] representatives) {
    this.view = view;
    this.subset = subset;
    this.representatives = representatives;
    this.image = new float[representatives[0].length];
  }

  @Override
  public int planes() {
    return subset.size();
  }

  @Override
  public void read(int[] indices, RandomKey step, float[] targets) {
    int out = 0;
    for (int index : indices) {
      view.read(new int[] {index}, image, new int[1]);
      for (int c : subset.of(step, index)) {
        float[] representative = representatives[c];
        for (int p = 0; p < image.length; p++) {
          targets[out++] = representative[p] - image[p];
        }
      }
    }
  }
}

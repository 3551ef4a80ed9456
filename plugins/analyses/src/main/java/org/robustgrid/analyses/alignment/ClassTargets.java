package org.robustgrid.analyses.alignment;

import org.robustgrid.analyses.reading.ClassPools;
import org.robustgrid.numerics.objective.AlignmentTargets;

/**
 * The target gradients r − x, which point from a sample x to an image r of a class (Ganz et al.
 * 2023, section 4.1).
 */
final class ClassTargets {

  /** The image that represents a class (Ganz et al. 2023, section 4.1). */
  enum Kind {
    ONE_IMAGE("one image"),
    CLASS_MEAN("the class mean"),
    NEAREST_NEIGHBOUR("the nearest neighbour");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  private final double[][][] pools;
  private final double[][] means;

  /** Creates the targets of the given classes, each of which must have samples in the pools. */
  ClassTargets(ClassPools pools, int[] classes) {
    this.pools = new double[classes.length][][];
    this.means = new double[classes.length][];
    for (int i = 0; i < classes.length; i++) {
      this.pools[i] = pools.of(classes[i]);
      this.means[i] = AlignmentTargets.mean(this.pools[i]);
    }
  }

  /**
   * Returns r − x, one number for each coordinate of x.
   *
   * @param position position of the class among the given classes
   */
  double[] target(Kind kind, int position, double[] x) {
    double[] representative =
        switch (kind) {
          case ONE_IMAGE -> pools[position][0];
          case CLASS_MEAN -> means[position];
          case NEAREST_NEIGHBOUR -> {
            int nearest = AlignmentTargets.nearest(x, pools[position]);
            yield nearest < 0 ? x : pools[position][nearest];
          }
        };
    return AlignmentTargets.difference(representative, x);
  }
}

package org.robustgrid.analyses.manifold;

import java.util.Arrays;
import org.robustgrid.numerics.manifold.CenterSubspace;
import org.robustgrid.numerics.manifold.ManifoldCenters;
import org.robustgrid.spi.random.RandomKey;

/**
 * Chooses the dimension of the centres' common subspace that is removed: the dimension, up to a
 * bound, that leaves the centres least correlated (Cohen et al. 2020, methods).
 */
final class CentreDimensions {

  private static final int STARTS = 3;

  private CentreDimensions() {}

  /**
   * Returns an orthonormal basis of the removed subspace, [features][K]; K is 0 if removing no
   * subspace is best.
   *
   * @param centers centres of the manifolds, [manifold][feature]
   * @param most largest dimension to try
   */
  static double[][] basis(double[][] centers, int most, RandomKey random) {
    double[] values = CenterSubspace.singularValues(centers);
    int rank = (int) Arrays.stream(values).filter(v -> v > 1e-10 * values[0]).count();
    int last = Math.min(Math.min(most, ManifoldCenters.mostDimensions(values)), rank - 1);
    double[][] best = new double[centers[0].length][0];
    double least = ManifoldCenters.correlation(centers);
    for (int k = 1; k <= last; k++) {
      CenterSubspace found = CenterSubspace.search(centers, k, STARTS, random.with(k));
      if (found.residual() < least) {
        least = found.residual();
        best = found.basis();
      }
    }
    return best;
  }
}

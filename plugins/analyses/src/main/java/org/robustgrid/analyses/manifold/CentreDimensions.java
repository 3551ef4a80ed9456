package org.robustgrid.analyses.manifold;

import java.util.Arrays;
import org.robustgrid.numerics.manifold.CenterSubspace;
import org.robustgrid.numerics.manifold.ManifoldCenters;
import org.robustgrid.spi.random.RandomKey;

/**
 * Chooses how much of the centres' common subspace is removed: the number of dimensions that leaves
 * the centres least correlated (Cohen et al. 2020, methods), tried up to a bound.
 */
final class CentreDimensions {

  private static final int STARTS = 3;

  private CentreDimensions() {}

  /**
   * An orthonormal basis of what is removed, [features][K]; K is 0 where no dimension can be.
   *
   * @param centers [manifold][feature]
   * @param most tried
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

package org.robustgrid.numerics.manifold;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.linsol.qr.LinearSolverQrHouseCol_DDRM;

/**
 * min ‖Σ λᵢ aᵢ − b‖ over λ ≥ 0, by the active-set method of Lawson and Hanson (1974, chapter 23).
 *
 * <p>At the solution the residual r = b − Σ λᵢ aᵢ has r·aᵢ ≤ 0 for all i, and 0 where λᵢ &gt; 0.
 */
final class NonNegativeLeastSquares {

  private static final double TOLERANCE = 1e-12;
  private static final double DEPENDENT = 1e-12;

  private final double[][] vectors;
  private final double[] multipliers;
  private final double[] residual;

  private NonNegativeLeastSquares(double[][] vectors, double[] target) {
    this.vectors = vectors;
    this.multipliers = new double[vectors.length];
    this.residual = target.clone();
  }

  /**
   * Solves one problem.
   *
   * @param vectors aᵢ, all of the target's length
   */
  static NonNegativeLeastSquares of(double[][] vectors, double[] target) {
    NonNegativeLeastSquares problem = new NonNegativeLeastSquares(vectors, target);
    problem.solve(target);
    return problem;
  }

  /** λ. */
  double[] multipliers() {
    return multipliers;
  }

  /** b − Σ λᵢ aᵢ. */
  double[] residual() {
    return residual;
  }

  private void solve(double[] target) {
    boolean[] passive = new boolean[vectors.length];
    boolean[] refused = new boolean[vectors.length];
    double scale = Math.max(1, Math.sqrt(dot(target, target)));
    // each step lowers the residual, so that no set comes twice; the limit is for rounding alone
    for (int step = 0; step < 30 * vectors.length + 100; step++) {
      int next = steepest(passive, refused, scale);
      if (next < 0) {
        return;
      }
      boolean[] set = passive.clone();
      double[] solution = multipliers.clone();
      double before = dot(residual, residual);
      passive[next] = true;
      if (settle(passive, target) && dot(residual, residual) < before) {
        Arrays.fill(refused, false);
      } else {
        // what rounding alone decides would be decided again and again
        System.arraycopy(set, 0, passive, 0, set.length);
        System.arraycopy(solution, 0, multipliers, 0, solution.length);
        updateResidual(target);
        refused[next] = true;
      }
    }
    throw new ArithmeticException("a non-negative least squares problem did not converge");
  }

  private int steepest(boolean[] passive, boolean[] refused, double scale) {
    int best = -1;
    double most = 0;
    for (int i = 0; i < vectors.length; i++) {
      if (!passive[i] && !refused[i]) {
        double length = Math.sqrt(dot(vectors[i], vectors[i]));
        double slope = dot(vectors[i], residual);
        if (slope > TOLERANCE * scale * length && slope > most) {
          most = slope;
          best = i;
        }
      }
    }
    return best;
  }

  /**
   * Least squares over the passive set, leaving out what would turn negative; false if singular.
   */
  private boolean settle(boolean[] passive, double[] target) {
    while (true) {
      int[] chosen = chosen(passive);
      double[] solution = leastSquares(chosen, target);
      if (solution == null) {
        return false;
      }
      double step = 1;
      int first = -1;
      for (int k = 0; k < chosen.length; k++) {
        if (solution[k] <= 0) {
          double now = multipliers[chosen[k]];
          double until = now <= 0 ? 0 : now / (now - solution[k]);
          if (first < 0 || until < step) {
            step = until;
            first = k;
          }
        }
      }
      for (int k = 0; k < chosen.length; k++) {
        int i = chosen[k];
        multipliers[i] += step * (solution[k] - multipliers[i]);
        if (k == first || solution[k] <= 0 && multipliers[i] <= 1e-15) {
          multipliers[i] = 0;
          passive[i] = false;
        }
      }
      if (first < 0) {
        updateResidual(target);
        return true;
      }
    }
  }

  private static int[] chosen(boolean[] passive) {
    return IntStream.range(0, passive.length).filter(i -> passive[i]).toArray();
  }

  private double[] leastSquares(int[] chosen, double[] target) {
    if (chosen.length == 0) {
      return new double[0];
    }
    if (chosen.length > target.length) {
      return null;
    }
    DMatrixRMaj a = new DMatrixRMaj(target.length, chosen.length);
    for (int k = 0; k < chosen.length; k++) {
      for (int row = 0; row < target.length; row++) {
        a.set(row, k, vectors[chosen[k]][row]);
      }
    }
    LinearSolverQrHouseCol_DDRM solver = new LinearSolverQrHouseCol_DDRM();
    if (!solver.setA(a) || dependent(chosen, solver.getDecomposition().getR(null, true))) {
      return null;
    }
    DMatrixRMaj x = new DMatrixRMaj(chosen.length, 1);
    solver.solve(new DMatrixRMaj(target.length, 1, true, target.clone()), x);
    return x.data;
  }

  /** Whether a vector lies, up to rounding, in the span of those before it. */
  private boolean dependent(int[] chosen, DMatrixRMaj r) {
    for (int k = 0; k < chosen.length; k++) {
      double[] vector = vectors[chosen[k]];
      // the solver's own quality is a product over all columns, which is tiny for many good ones
      if (!(Math.abs(r.get(k, k)) > DEPENDENT * Math.sqrt(dot(vector, vector)))) {
        return true;
      }
    }
    return false;
  }

  private void updateResidual(double[] target) {
    System.arraycopy(target, 0, residual, 0, target.length);
    for (int i = 0; i < vectors.length; i++) {
      if (multipliers[i] != 0) {
        for (int row = 0; row < target.length; row++) {
          residual[row] -= multipliers[i] * vectors[i][row];
        }
      }
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}

package org.robustgrid.numerics.manifold;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.NormOps_DDRM;
import org.ejml.dense.row.SingularOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.QRDecomposition;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;

/**
 * The subspace of the centres whose removal leaves the least correlation cost ½ Σ cos²: conjugate
 * gradients on the Grassmann manifold from several random starts, the best of them kept.
 *
 * <p>The published code starts at random points whatever start it is given, and keeps the first
 * local minimum; its result varies from run to run. Here starts are keyed and compared.
 *
 * @param basis [features][K], orthonormal columns
 * @param cost of what is left
 * @param residual mean |cos| of what is left
 * @since 0.1
 */
public record CenterSubspace(double[][] basis, double cost, double residual) {

  private static final int MOST_STEPS = 2000;
  private static final double GRADIENT = 1e-10;

  /** Singular values of the centred centres, largest first. */
  public static double[] singularValues(double[][] centers) {
    return decompose(new DMatrixRMaj(ManifoldCenters.centred(centers)), false).values;
  }

  /**
   * The subspace of one dimension count.
   *
   * @param dimensions K, at least 1 and below centres − 1
   * @param starts at least 1
   */
  public static CenterSubspace search(
      double[][] centers, int dimensions, int starts, RandomKey random) {
    DMatrixRMaj all = new DMatrixRMaj(ManifoldCenters.centred(centers));
    Decomposition span = decompose(all, true);
    int rank = span.rank();
    if (dimensions < 1 || dimensions >= rank) {
      throw new IllegalArgumentException(
          "of "
              + centers.length
              + " centres, which span "
              + rank
              + " dimensions, 1 to "
              + (rank - 1)
              + " can be removed, but "
              + dimensions
              + " are asked for");
    }
    DMatrixRMaj directions = CommonOps_DDRM.extract(span.v, 0, all.numCols, 0, rank);
    DMatrixRMaj inside = new DMatrixRMaj(all.numRows, rank);
    CommonOps_DDRM.mult(all, directions, inside);
    DMatrixRMaj best = null;
    double least = Double.POSITIVE_INFINITY;
    for (int start = 0; start < starts; start++) {
      RandomStream stream = random.with(start).stream();
      DMatrixRMaj u = new DMatrixRMaj(rank, dimensions);
      for (int i = 0; i < u.data.length; i++) {
        u.data[i] = stream.nextGaussian();
      }
      DMatrixRMaj found = descend(inside, orthonormal(u));
      double cost = ManifoldCenters.cost(rows(without(inside, found)));
      if (cost < least) {
        least = cost;
        best = found;
      }
    }
    DMatrixRMaj basis = new DMatrixRMaj(all.numCols, dimensions);
    CommonOps_DDRM.mult(directions, best, basis);
    double[][] left = rows(without(inside, best));
    return new CenterSubspace(rows(basis), least, ManifoldCenters.residual(left));
  }

  private static DMatrixRMaj descend(DMatrixRMaj x, DMatrixRMaj start) {
    DMatrixRMaj u = start;
    DMatrixRMaj gradient = tangent(u, gradient(x, u));
    DMatrixRMaj direction = scaled(gradient, -1);
    double cost = ManifoldCenters.cost(rows(without(x, u)));
    double step = 1;
    for (int i = 0; i < MOST_STEPS && norm(gradient) > GRADIENT; i++) {
      double slope = CommonOps_DDRM.dot(flat(gradient), flat(direction));
      if (!(slope < 0)) {
        direction = scaled(gradient, -1);
        slope = -Math.pow(norm(gradient), 2);
      }
      double tried = 2 * step;
      DMatrixRMaj moved = orthonormal(sum(u, tried, direction));
      double there = ManifoldCenters.cost(rows(without(x, moved)));
      while (!(there <= cost + 1e-4 * tried * slope) && tried > 1e-14) {
        tried /= 2;
        moved = orthonormal(sum(u, tried, direction));
        there = ManifoldCenters.cost(rows(without(x, moved)));
      }
      if (tried <= 1e-14) {
        return u;
      }
      step = tried;
      DMatrixRMaj next = tangent(moved, gradient(x, moved));
      DMatrixRMaj carried = tangent(moved, gradient);
      double bend =
          (Math.pow(norm(next), 2) - CommonOps_DDRM.dot(flat(next), flat(carried)))
              / Math.pow(norm(gradient), 2);
      direction = sum(scaled(next, -1), Math.max(0, bend), tangent(moved, direction));
      gradient = next;
      u = moved;
      cost = there;
    }
    return u;
  }

  /** The cost's derivative in U: −(XᵀH + HᵀX) U with H its derivative in what is left. */
  private static DMatrixRMaj gradient(DMatrixRMaj x, DMatrixRMaj u) {
    DMatrixRMaj left = without(x, u);
    DMatrixRMaj units = left.copy();
    double[] norms = new double[left.numRows];
    for (int row = 0; row < left.numRows; row++) {
      for (int i = 0; i < left.numCols; i++) {
        norms[row] += left.get(row, i) * left.get(row, i);
      }
      norms[row] = Math.sqrt(norms[row]);
      for (int i = 0; i < left.numCols; i++) {
        units.set(row, i, left.get(row, i) / norms[row]);
      }
    }
    DMatrixRMaj gram = new DMatrixRMaj(left.numRows, left.numRows);
    CommonOps_DDRM.multTransB(units, units, gram);
    DMatrixRMaj h = new DMatrixRMaj(left.numRows, left.numCols);
    CommonOps_DDRM.mult(2, gram, units, h);
    for (int row = 0; row < h.numRows; row++) {
      double along = 0;
      for (int i = 0; i < h.numCols; i++) {
        along += h.get(row, i) * units.get(row, i);
      }
      for (int i = 0; i < h.numCols; i++) {
        h.set(row, i, (h.get(row, i) - along * units.get(row, i)) / norms[row]);
      }
    }
    DMatrixRMaj cross = new DMatrixRMaj(x.numCols, x.numCols);
    CommonOps_DDRM.multTransA(-1, x, h, cross);
    CommonOps_DDRM.multAddTransA(-1, h, x, cross);
    DMatrixRMaj gradient = new DMatrixRMaj(u.numRows, u.numCols);
    CommonOps_DDRM.mult(cross, u, gradient);
    return gradient;
  }

  private static DMatrixRMaj without(DMatrixRMaj x, DMatrixRMaj u) {
    DMatrixRMaj parts = new DMatrixRMaj(x.numRows, u.numCols);
    CommonOps_DDRM.mult(x, u, parts);
    DMatrixRMaj left = x.copy();
    CommonOps_DDRM.multAddTransB(-1, parts, u, left);
    return left;
  }

  private static DMatrixRMaj tangent(DMatrixRMaj u, DMatrixRMaj direction) {
    DMatrixRMaj parts = new DMatrixRMaj(u.numCols, u.numCols);
    CommonOps_DDRM.multTransA(u, direction, parts);
    DMatrixRMaj tangent = direction.copy();
    CommonOps_DDRM.multAdd(-1, u, parts, tangent);
    return tangent;
  }

  private static DMatrixRMaj orthonormal(DMatrixRMaj matrix) {
    QRDecomposition<DMatrixRMaj> qr = DecompositionFactory_DDRM.qr(matrix.numRows, matrix.numCols);
    qr.decompose(matrix.copy());
    return qr.getQ(null, true);
  }

  private static DMatrixRMaj sum(DMatrixRMaj a, double weight, DMatrixRMaj b) {
    DMatrixRMaj sum = new DMatrixRMaj(a.numRows, a.numCols);
    CommonOps_DDRM.add(a, weight, b, sum);
    return sum;
  }

  private static DMatrixRMaj scaled(DMatrixRMaj a, double factor) {
    DMatrixRMaj scaled = a.copy();
    CommonOps_DDRM.scale(factor, scaled);
    return scaled;
  }

  private static DMatrixRMaj flat(DMatrixRMaj a) {
    return DMatrixRMaj.wrap(a.getNumElements(), 1, a.data);
  }

  private static double norm(DMatrixRMaj a) {
    return NormOps_DDRM.normF(a);
  }

  private static double[][] rows(DMatrixRMaj a) {
    double[][] rows = new double[a.numRows][];
    for (int row = 0; row < a.numRows; row++) {
      rows[row] = Arrays.copyOfRange(a.data, row * a.numCols, (row + 1) * a.numCols);
    }
    return rows;
  }

  private record Decomposition(double[] values, DMatrixRMaj v) {

    private int rank() {
      return (int) Arrays.stream(values).filter(value -> value > 1e-10 * values[0]).count();
    }
  }

  private static Decomposition decompose(DMatrixRMaj matrix, boolean vectors) {
    SingularValueDecomposition_F64<DMatrixRMaj> svd =
        DecompositionFactory_DDRM.svd(matrix.numRows, matrix.numCols, false, vectors, true);
    if (!svd.decompose(matrix.copy())) {
      throw new ArithmeticException("the singular values of the centres did not converge");
    }
    double[] values = svd.getSingularValues().clone();
    DMatrixRMaj v = vectors ? svd.getV(null, false) : null;
    if (vectors) {
      SingularOps_DDRM.descendingOrder(null, false, values, values.length, v, false);
    } else {
      Arrays.sort(values);
      for (int i = 0; i < values.length / 2; i++) {
        double swapped = values[i];
        values[i] = values[values.length - 1 - i];
        values[values.length - 1 - i] = swapped;
      }
    }
    return new Decomposition(values, v);
  }
}

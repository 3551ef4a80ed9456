package org.robustgrid.numerics.attack;

import org.nd4j.linalg.api.buffer.DataType;
import org.robustgrid.numerics.norm.FeasibleSet;
import org.robustgrid.spi.Norm;

/**
 * The steps of gradient attacks under one norm, in few passes over a row while it is in the cache.
 *
 * <p>Loops are kept without branches and calls, so that the compiler can turn them into vector
 * instructions. A row is a stretch {@code [offset, offset + length)} of arrays that hold a batch.
 */
abstract sealed class Moves permits LinfMoves, L2Moves {

  /** The steps inside a feasible set. */
  static Moves of(FeasibleSet feasible, DataType precision) {
    return feasible.ball().norm() == Norm.L2
        ? new L2Moves(feasible)
        : new LinfMoves(feasible, precision);
  }

  /**
   * Begins a batch.
   *
   * @param center the originals, of the network's precision; kept, and not to be changed between
   *     steps
   * @param size elements of the batch
   */
  abstract void around(double[] center, int size);

  /**
   * One step of PGD: along the steepest ascent, then to the nearest point that can be asked about.
   *
   * @param norm the gradient's L2 norm, above 0 and finite
   */
  abstract void ascend(
      double[] point, double[] gradient, double norm, int offset, int length, double size);

  /**
   * One step of APGD: z = P(x + α d), x' = P(x + a (z − x) + (1 − a) (x − x₋₁)).
   *
   * @param previous x₋₁; becomes x
   * @param gradient not to be read afterwards
   * @param norm the gradient's L2 norm, finite
   * @param size α
   * @param momentum a
   */
  abstract void accelerate(
      double[] point,
      double[] previous,
      double[] gradient,
      double norm,
      int offset,
      int length,
      double size,
      double momentum);
}

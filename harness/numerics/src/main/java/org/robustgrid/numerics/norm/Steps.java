package org.robustgrid.numerics.norm;

import org.nd4j.linalg.api.buffer.DataType;

/**
 * The steps of gradient attacks in one ball, in few passes over a row while it is in the cache.
 *
 * <p>Loops are kept without branches and calls, so that the compiler can turn them into vector
 * instructions. A row is a stretch {@code [offset, offset + length)} of arrays that hold a batch.
 */
abstract class Steps {

  /** The steps inside a feasible set. */
  static Steps of(FeasibleSet feasible, DataType precision) {
    if (feasible.ball() instanceof LinfBall ball) {
      return ball.steps(feasible, precision);
    }
    return feasible.ball() instanceof L2Ball ball
        ? ball.steps(feasible)
        : new ProjectedSteps(feasible);
  }

  /** As {@link FeasibleSet#around}. */
  abstract void around(double[] center, int size);

  /** As {@link FeasibleSet#ascend}. */
  abstract void ascend(
      double[] point, double[] gradient, double norm, int offset, int length, double size);

  /** As {@link FeasibleSet#accelerate}. */
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

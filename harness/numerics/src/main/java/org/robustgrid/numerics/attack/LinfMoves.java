package org.robustgrid.numerics.attack;

import org.nd4j.linalg.api.buffer.DataType;
import org.robustgrid.numerics.norm.FeasibleSet;

/**
 * Steps along the gradient's sign. The feasible points around an original form a box, whose corners
 * are rounded once, so that a point is feasible as soon as it is rounded and clamped.
 */
final class LinfMoves extends Moves {

  /** Squared, it takes the least double beyond 1. */
  private static final double HUGE = 1e300;

  private final FeasibleSet feasible;
  private final double epsilon;
  private final double least;
  private final double most;
  private final boolean single;

  private double[] center = {};
  private double[] low = {};
  private double[] high = {};

  LinfMoves(FeasibleSet feasible, DataType precision) {
    this.feasible = feasible;
    this.epsilon = feasible.ball().epsilon();
    this.least = feasible.domain().low();
    this.most = feasible.domain().high();
    this.single = precision == DataType.FLOAT;
  }

  @Override
  void around(double[] originals, int size) {
    center = originals;
    if (low.length < size) {
      low = new double[size];
      high = new double[size];
    }
    for (int i = 0; i < size; i++) {
      low[i] = center[i] - epsilon;
      high[i] = center[i] + epsilon;
    }
    feasible.finish(center, low, 0, size);
    feasible.finish(center, high, 0, size);
  }

  @Override
  void ascend(double[] point, double[] gradient, double norm, int offset, int length, double size) {
    for (int i = offset; i < offset + length; i++) {
      point[i] += size * Math.min(Math.max(gradient[i] * HUGE * HUGE, -1), 1);
    }
    settle(point, offset, length);
  }

  @Override
  void accelerate(
      double[] point,
      double[] previous,
      double[] gradient,
      double norm,
      int offset,
      int length,
      double size,
      double momentum) {
    double rest = 1 - momentum;
    for (int i = offset; i < offset + length; i++) {
      double current = point[i];
      double sign = Math.min(Math.max(gradient[i] * HUGE * HUGE, -1), 1);
      double ahead = current + size * sign;
      ahead = Math.min(Math.max(ahead, center[i] - epsilon), center[i] + epsilon);
      ahead = Math.min(Math.max(ahead, least), most);
      point[i] = current + (ahead - current) * momentum + (current - previous[i]) * rest;
      previous[i] = current;
    }
    settle(point, offset, length);
  }

  private void settle(double[] point, int offset, int length) {
    // a loop of its own: conversions are not vectorised, clamping is
    for (int i = offset; single && i < offset + length; i++) {
      point[i] = (float) point[i];
    }
    for (int i = offset; i < offset + length; i++) {
      point[i] = Math.min(Math.max(point[i], low[i]), high[i]);
    }
  }
}

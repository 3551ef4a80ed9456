package org.robustgrid.numerics.norm;

/** Steps by a ball's own ascent and projection, one formula after the other. */
final class ProjectedSteps extends Steps {

  private final FeasibleSet feasible;
  private double[] center = {};
  private double[] ahead = {};

  ProjectedSteps(FeasibleSet feasible) {
    this.feasible = feasible;
  }

  @Override
  void around(double[] originals, int size) {
    center = originals;
    if (ahead.length < size) {
      ahead = new double[size];
    }
  }

  @Override
  void ascend(double[] point, double[] gradient, double norm, int offset, int length, double size) {
    feasible.ball().ascend(point, gradient, offset, length, size);
    feasible.settle(center, point, offset, length);
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
    System.arraycopy(point, offset, ahead, offset, length);
    feasible.ball().ascend(ahead, gradient, offset, length, size);
    feasible.ball().project(center, ahead, feasible.domain(), offset, length);
    for (int i = offset; i < offset + length; i++) {
      double current = point[i];
      point[i] =
          current + (ahead[i] - current) * momentum + (current - previous[i]) * (1 - momentum);
      previous[i] = current;
    }
    feasible.settle(center, point, offset, length);
  }
}

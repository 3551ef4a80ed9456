package org.robustgrid.numerics.norm;

import org.nd4j.linalg.api.buffer.DataType;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.random.RandomStream;

/** The ball of the largest absolute coordinate. */
record LinfBall(double epsilon) implements Ball {

  @Override
  public Norm norm() {
    return Norm.LINF;
  }

  @Override
  public void project(double[] center, double[] point, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      point[i] = Math.min(Math.max(point[i], center[i] - epsilon), center[i] + epsilon);
    }
  }

  @Override
  public void ascend(double[] point, double[] gradient, int offset, int length, double size) {
    for (int i = offset; i < offset + length; i++) {
      // no branch: the signs are as good as random
      point[i] += size * Math.signum(gradient[i]);
    }
  }

  @Override
  public void drawInside(
      RandomStream random, double[] center, double[] point, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      point[i] = center[i] + random.nextDouble(-epsilon, epsilon);
    }
  }

  @Override
  public void drawOnSphere(
      RandomStream random, double[] center, double[] point, int offset, int length) {
    double largest = 0;
    for (int i = offset; i < offset + length; i++) {
      point[i] = random.nextDouble(-1, 1);
      largest = Math.max(largest, Math.abs(point[i]));
    }
    for (int i = offset; i < offset + length; i++) {
      point[i] = center[i] + epsilon * (point[i] / largest);
    }
  }

  @Override
  public void roundToFloat(double[] center, double[] point, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      float rounded = (float) point[i];
      if (Math.abs(rounded - center[i]) > epsilon) {
        rounded = Math.nextAfter(rounded, center[i]);
      }
      point[i] = rounded;
    }
  }

  Steps steps(FeasibleSet feasible, DataType precision) {
    return new BoxSteps(feasible, epsilon, precision == DataType.FLOAT);
  }

  /**
   * Steps along the gradient's sign. The feasible points around an original form a box, whose
   * corners are rounded once, so that a point is feasible as soon as it is rounded and clamped.
   */
  private static final class BoxSteps extends Steps {

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

    BoxSteps(FeasibleSet feasible, double epsilon, boolean single) {
      this.feasible = feasible;
      this.epsilon = epsilon;
      this.least = feasible.domain().low();
      this.most = feasible.domain().high();
      this.single = single;
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
    void ascend(
        double[] point, double[] gradient, double norm, int offset, int length, double size) {
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
}

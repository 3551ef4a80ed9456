package org.robustgrid.numerics.attack;

import org.robustgrid.numerics.norm.Distances;
import org.robustgrid.numerics.norm.FeasibleSet;
import org.robustgrid.spi.Norm;

/** Steps along the normalised gradient. */
final class L2Moves extends Moves {

  /** The reference divides by norms to which this is added. */
  private static final double GUARD = 1e-12;

  /** Gradients whose squares may have lost digits. */
  private static final double TINY = 1e-140;

  private final FeasibleSet feasible;
  private final double epsilon;
  private final double least;
  private final double most;

  private double[] center = {};

  L2Moves(FeasibleSet feasible) {
    this.feasible = feasible;
    this.epsilon = feasible.ball().epsilon();
    this.least = feasible.domain().low();
    this.most = feasible.domain().high();
  }

  @Override
  void around(double[] originals, int size) {
    center = originals;
  }

  @Override
  void ascend(double[] point, double[] gradient, double norm, int offset, int length, double size) {
    if (norm < TINY) {
      feasible.ball().ascend(point, gradient, offset, length, size);
    } else {
      double factor = size / norm;
      for (int i = offset; i < offset + length; i++) {
        point[i] += factor * gradient[i];
      }
    }
    feasible.settle(center, point, offset, length);
  }

  /**
   * {@inheritDoc}
   *
   * <p>The reference's projection is (u − x) / (‖u − x‖ + 1e-12) · min(ε, ‖u − x‖).
   */
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
    double factor = size / (norm + GUARD);
    // the point ahead takes the gradient's place, which nobody needs any more
    double[] ahead = gradient;
    for (int i = offset; i < offset + length; i++) {
      ahead[i] = point[i] + factor * gradient[i];
    }
    double shrink = shrink(ahead, offset, length);
    for (int i = offset; i < offset + length; i++) {
      double current = point[i];
      double z = center[i] + (ahead[i] - center[i]) * shrink;
      z = Math.min(Math.max(z, least), most);
      point[i] = current + (z - current) * momentum + (current - previous[i]) * rest;
      previous[i] = current;
    }
    double again = shrink(point, offset, length);
    for (int i = offset; i < offset + length; i++) {
      point[i] = center[i] + (point[i] - center[i]) * again;
    }
    feasible.finish(center, point, offset, length);
  }

  /** What a perturbation is multiplied by. */
  private double shrink(double[] point, int offset, int length) {
    double distance = Distances.between(Norm.L2, point, center, offset, length);
    return Math.min(epsilon, distance) / (distance + GUARD);
  }
}

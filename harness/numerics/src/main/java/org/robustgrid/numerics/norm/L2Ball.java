package org.robustgrid.numerics.norm;

import org.robustgrid.spi.Norm;
import org.robustgrid.spi.random.RandomStream;

/** The Euclidean ball. */
record L2Ball(double epsilon) implements Ball {

  /** The bits of a double's significand that a float has not. */
  private static final long SURPLUS = (1L << 29) - 1;

  @Override
  public Norm norm() {
    return Norm.L2;
  }

  @Override
  public void project(double[] center, double[] point, int offset, int length) {
    double distance = Distances.between(Norm.L2, point, center, offset, length);
    if (distance <= epsilon) {
      return;
    }
    double scale = epsilon / distance;
    for (int i = offset; i < offset + length; i++) {
      point[i] = center[i] + (point[i] - center[i]) * scale;
    }
  }

  @Override
  public void ascend(double[] point, double[] gradient, int offset, int length, double size) {
    // divided by the largest coordinate first: the squares of a tiny gradient would underflow
    double largest = 0;
    for (int i = offset; i < offset + length; i++) {
      largest = Math.max(largest, Math.abs(gradient[i]));
    }
    if (largest == 0) {
      return;
    }
    double sum = 0;
    for (int i = offset; i < offset + length; i++) {
      double g = gradient[i] / largest;
      sum += g * g;
    }
    double norm = Math.sqrt(sum);
    for (int i = offset; i < offset + length; i++) {
      point[i] += size * (gradient[i] / largest / norm);
    }
  }

  @Override
  public void drawInside(
      RandomStream random, double[] center, double[] point, int offset, int length) {
    drawDirection(random, point, offset, length);
    // a radius of ε·u^(1/n) makes the direction uniform in volume
    double radius = epsilon * StrictMath.pow(random.nextDouble(), 1.0 / length);
    for (int i = offset; i < offset + length; i++) {
      point[i] = center[i] + radius * point[i];
    }
  }

  @Override
  public void drawOnSphere(
      RandomStream random, double[] center, double[] point, int offset, int length) {
    drawDirection(random, point, offset, length);
    for (int i = offset; i < offset + length; i++) {
      point[i] = center[i] + epsilon * point[i];
    }
  }

  private static void drawDirection(RandomStream random, double[] point, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      point[i] = random.nextGaussian();
    }
    double norm = Distances.euclidean(point, offset, length);
    for (int i = offset; i < offset + length; i++) {
      point[i] /= norm;
    }
  }

  @Override
  public void roundToFloat(double[] center, double[] point, int offset, int length) {
    boolean inside = roundedDistance(center, point, offset, length) <= epsilon;
    for (int i = offset; inside && i < offset + length; i++) {
      point[i] = (float) point[i];
    }
    if (!inside) {
      roundTowards(center, point, offset, length);
    }
  }

  /** Rounds to float, each coordinate towards the center: none grows, so that no norm does. */
  static void roundTowards(double[] center, double[] point, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      point[i] = roundTowards(center[i], point[i]);
    }
  }

  /** How far the rounded point would lie from the center; summed as {@link Distances} does. */
  private static double roundedDistance(double[] center, double[] point, int offset, int length) {
    double sum0 = 0;
    double sum1 = 0;
    double sum2 = 0;
    double sum3 = 0;
    int end = offset + length;
    int i = offset;
    for (; i < end - 3; i += 4) {
      double difference0 = (float) point[i] - center[i];
      double difference1 = (float) point[i + 1] - center[i + 1];
      double difference2 = (float) point[i + 2] - center[i + 2];
      double difference3 = (float) point[i + 3] - center[i + 3];
      sum0 += difference0 * difference0;
      sum1 += difference1 * difference1;
      sum2 += difference2 * difference2;
      sum3 += difference3 * difference3;
    }
    for (; i < end; i++) {
      double difference = (float) point[i] - center[i];
      sum0 += difference * difference;
    }
    return Math.sqrt((sum0 + sum1) + (sum2 + sum3));
  }

  Steps steps(FeasibleSet feasible) {
    return new GradientSteps(feasible, epsilon);
  }

  /** Steps along the normalised gradient. */
  private static final class GradientSteps extends Steps {

    /** The reference divides by norms to which this is added. */
    private static final double GUARD = 1e-12;

    /** Gradients whose squares may have lost digits. */
    private static final double TINY = 1e-140;

    private final FeasibleSet feasible;
    private final double epsilon;
    private final double least;
    private final double most;

    private double[] center = {};

    GradientSteps(FeasibleSet feasible, double epsilon) {
      this.feasible = feasible;
      this.epsilon = epsilon;
      this.least = feasible.domain().low();
      this.most = feasible.domain().high();
    }

    @Override
    void around(double[] originals, int size) {
      center = originals;
    }

    @Override
    void ascend(
        double[] point, double[] gradient, double norm, int offset, int length, double size) {
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

  /**
   * The nearest float on the center's side: the double's surplus bits are cut off, which rounds
   * towards zero, after adding them up where the center lies farther from zero. Without a branch,
   * since the signs are as good as random.
   */
  private static float roundTowards(double center, double value) {
    long bits = Double.doubleToRawLongBits(value);
    long differentSigns = (Double.doubleToRawLongBits(center - value) ^ bits) >> 63;
    return (float) Double.longBitsToDouble((bits + (SURPLUS & ~differentSigns)) & ~SURPLUS);
  }
}

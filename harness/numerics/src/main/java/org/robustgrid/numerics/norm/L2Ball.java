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
    // towards the center no coordinate grows, so that neither does the norm
    for (int i = offset; !inside && i < offset + length; i++) {
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

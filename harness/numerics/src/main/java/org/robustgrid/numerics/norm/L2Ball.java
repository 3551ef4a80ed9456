package org.robustgrid.numerics.norm;

import org.robustgrid.spi.Norm;
import org.robustgrid.spi.RandomStream;

/** The Euclidean ball. */
record L2Ball(double epsilon) implements Ball {

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
    double sum = 0;
    for (int i = offset; i < offset + length; i++) {
      double difference = (float) point[i] - center[i];
      sum += difference * difference;
    }
    boolean inside = Math.sqrt(sum) <= epsilon;
    for (int i = offset; i < offset + length; i++) {
      float rounded = (float) point[i];
      // towards the center no coordinate grows, so that neither does the norm
      if (!inside && Math.abs(rounded - center[i]) > Math.abs(point[i] - center[i])) {
        rounded = Math.nextAfter(rounded, center[i]);
      }
      point[i] = rounded;
    }
  }
}

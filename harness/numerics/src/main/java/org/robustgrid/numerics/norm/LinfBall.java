package org.robustgrid.numerics.norm;

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
}

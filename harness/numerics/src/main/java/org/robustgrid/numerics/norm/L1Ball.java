package org.robustgrid.numerics.norm;

import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.random.RandomStream;

/** The ball of the sum of absolute coordinates. */
record L1Ball(double epsilon) implements Ball {

  @Override
  public Norm norm() {
    return Norm.L1;
  }

  @Override
  public void project(double[] center, double[] point, int offset, int length) {
    project(center, point, Domain.UNBOUNDED, offset, length);
  }

  @Override
  public void project(double[] center, double[] point, Domain domain, int offset, int length) {
    BoxedL1Projection.project(center, point, offset, length, epsilon, domain);
    for (int i = offset; i < offset + length; i++) {
      // a sum may end a last bit beyond the box
      point[i] = Math.min(Math.max(point[i], domain.low()), domain.high());
    }
  }

  @Override
  public void ascend(double[] point, double[] gradient, int offset, int length, double size) {
    int steepest = offset;
    for (int i = offset; i < offset + length; i++) {
      steepest = Math.abs(gradient[i]) > Math.abs(gradient[steepest]) ? i : steepest;
    }
    point[steepest] += size * Math.signum(gradient[steepest]);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Exponential magnitudes divided by their sum and one more (Calafiore, Dabbene and Tempo 1998)
   * are uniform in the simplex.
   */
  @Override
  public void drawInside(
      RandomStream random, double[] center, double[] point, int offset, int length) {
    double sum = -StrictMath.log(1 - random.nextDouble());
    for (int i = offset; i < offset + length; i++) {
      double magnitude = -StrictMath.log(1 - random.nextDouble());
      sum += magnitude;
      point[i] = random.nextInt(2) == 0 ? magnitude : -magnitude;
    }
    for (int i = offset; i < offset + length; i++) {
      point[i] = center[i] + epsilon * (point[i] / sum);
    }
  }

  @Override
  public void drawOnSphere(
      RandomStream random, double[] center, double[] point, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      point[i] = center[i] + random.nextGaussian();
    }
  }

  @Override
  public void roundToFloat(double[] center, double[] point, int offset, int length) {
    L2Ball.roundTowards(center, point, offset, length);
  }
}

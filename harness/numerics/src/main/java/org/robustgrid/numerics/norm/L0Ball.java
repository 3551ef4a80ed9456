package org.robustgrid.numerics.norm;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.random.RandomStream;

/**
 * The points that differ from the centre in at most epsilon coordinates, which is a whole number.
 */
record L0Ball(double epsilon) implements Ball {

  @Override
  public Norm norm() {
    return Norm.L0;
  }

  /**
   * {@inheritDoc}
   *
   * <p>The coordinates with the largest perturbations stay, the first of equal ones.
   */
  @Override
  public void project(double[] center, double[] point, int offset, int length) {
    project(center, point, Domain.UNBOUNDED, offset, length);
  }

  /**
   * {@inheritDoc}
   *
   * <p>A coordinate that stays brings the point nearer by u² − (u − c)², c what the box leaves of
   * its perturbation u: those that bring it nearest stay.
   */
  @Override
  public void project(double[] center, double[] point, Domain domain, int offset, int length) {
    double[] gain = new double[length];
    int changed = 0;
    for (int i = 0; i < length; i++) {
      double x = center[offset + i];
      double clipped = Math.min(Math.max(point[offset + i], domain.low()), domain.high());
      double u = point[offset + i] - x;
      double lost = point[offset + i] - clipped;
      gain[i] = u * u - lost * lost;
      changed += clipped != x ? 1 : 0;
      point[offset + i] = clipped;
    }
    if (changed <= epsilon) {
      return;
    }
    IntStream.range(0, length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> -gain[i]).thenComparingInt(i -> i))
        .skip((long) epsilon)
        .forEach(i -> point[offset + i] = center[offset + i]);
  }

  @Override
  public void ascend(double[] point, double[] gradient, int offset, int length, double size) {
    new L2Ball(epsilon).ascend(point, gradient, offset, length, size);
  }

  @Override
  public void drawInside(
      RandomStream random, double[] center, double[] point, int offset, int length) {
    System.arraycopy(center, offset, point, offset, length);
    int count = (int) Math.min(epsilon, length);
    int[] order = IntStream.range(0, length).toArray();
    for (int i = 0; i < count; i++) {
      int other = i + random.nextInt(length - i);
      int chosen = order[other];
      order[other] = order[i];
      point[offset + chosen] = center[offset + chosen] + random.nextGaussian();
    }
  }

  @Override
  public void drawOnSphere(
      RandomStream random, double[] center, double[] point, int offset, int length) {
    drawInside(random, center, point, offset, length);
  }

  @Override
  public void roundToFloat(double[] center, double[] point, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      point[i] = (float) point[i];
    }
  }
}

package org.robustgrid.numerics.norm;

import org.nd4j.linalg.api.buffer.DataType;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.attack.ThreatModel;

/**
 * The points an attack may answer with: in the ball around the original, in the box, and of the
 * network's precision.
 *
 * <p>Rounding happens here, before a point is evaluated or kept, so that what was judged and what
 * is returned are the same floats, in the box exactly and in the ball within 1e-6 of epsilon.
 *
 * @since 0.1
 */
public final class FeasibleSet {

  private final Ball ball;
  private final Domain domain;
  private final boolean single;
  private final double low;
  private final double high;
  private final Steps steps;

  public FeasibleSet(ThreatModel threat, Domain domain, DataType precision) {
    this.ball = Ball.of(threat);
    this.domain = domain;
    this.single = precision == DataType.FLOAT;
    this.low = single ? atLeast(domain.low()) : domain.low();
    this.high = single ? atMost(domain.high()) : domain.high();
    this.steps = Steps.of(this, precision);
  }

  private static double atLeast(double bound) {
    float rounded = (float) bound;
    return rounded < bound ? Math.nextUp(rounded) : rounded;
  }

  private static double atMost(double bound) {
    float rounded = (float) bound;
    return rounded > bound ? Math.nextDown(rounded) : rounded;
  }

  public Ball ball() {
    return ball;
  }

  public Domain domain() {
    return domain;
  }

  /** Clips a point to the box, without rounding. */
  public void clip(double[] point, int offset, int length) {
    clip(point, offset, length, domain.low(), domain.high());
  }

  /** Projects a point to the ball and the box, and rounds it. */
  public void settle(double[] center, double[] point, int offset, int length) {
    ball.project(center, point, domain, offset, length);
    finish(center, point, offset, length);
  }

  /**
   * Begins a batch of steps; a set steps in one batch at a time.
   *
   * @param center the originals, of the network's precision; kept, and not to be changed between
   *     steps
   * @param size elements of the batch
   */
  public void around(double[] center, int size) {
    steps.around(center, size);
  }

  /**
   * One step of PGD: along the steepest ascent, then to the nearest point that can be asked about.
   *
   * @param norm the gradient's L2 norm, above 0 and finite
   */
  public void ascend(
      double[] point, double[] gradient, double norm, int offset, int length, double size) {
    steps.ascend(point, gradient, norm, offset, length, size);
  }

  /**
   * One step of APGD: z = P(x + α d), x' = P(x + a (z − x) + (1 − a) (x − x₋₁)).
   *
   * @param previous x₋₁; becomes x
   * @param gradient not to be read afterwards
   * @param norm the gradient's L2 norm, finite
   * @param size α
   * @param momentum a
   */
  public void accelerate(
      double[] point,
      double[] previous,
      double[] gradient,
      double norm,
      int offset,
      int length,
      double size,
      double momentum) {
    steps.accelerate(point, previous, gradient, norm, offset, length, size, momentum);
  }

  /** Clips and rounds a point that already lies in the ball. */
  public void finish(double[] center, double[] point, int offset, int length) {
    clip(point, offset, length);
    if (!single) {
      return;
    }
    ball.roundToFloat(center, point, offset, length);
    clip(point, offset, length, low, high);
  }

  private static void clip(double[] point, int offset, int length, double least, double most) {
    for (int i = offset; i < offset + length; i++) {
      point[i] = Math.min(Math.max(point[i], least), most);
    }
  }
}

package org.robustgrid.numerics.norm;

import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.attack.ThreatModel;
import org.robustgrid.spi.random.RandomStream;

/**
 * A norm's ball: what an attack needs to know of its threat model. One class a norm owns distance,
 * projection, step and random starts.
 *
 * <p>Points are stretches {@code [offset, offset + length)} of larger arrays that hold a batch.
 *
 * @since 0.1
 */
public sealed interface Ball permits LinfBall, L2Ball, L1Ball, L0Ball {

  /** The ball of a threat model; without an epsilon it holds every point. */
  static Ball of(ThreatModel threat) {
    return switch (threat.norm()) {
      case LINF -> new LinfBall(threat.epsilon());
      case L2 -> new L2Ball(threat.epsilon());
      case L1 -> new L1Ball(threat.epsilon());
      case L0 -> new L0Ball(threat.epsilon());
    };
  }

  Norm norm();

  double epsilon();

  /** The distance of two points in the norm; NaN if a coordinate is. */
  default double distance(double[] a, double[] b, int offset, int length) {
    return Distances.between(norm(), a, b, offset, length);
  }

  /** Moves a point to the nearest one of the ball around {@code center}; inside, not at all. */
  void project(double[] center, double[] point, int offset, int length);

  /**
   * Moves a point into both the ball and the box. Under L∞, L1 and L0 it is the nearest such point
   * in Euclidean distance (L∞ in every other norm, too); under L2 the projection to the ball, then
   * to the box, which lies in both.
   *
   * @param center in the box
   */
  default void project(double[] center, double[] point, Domain domain, int offset, int length) {
    project(center, point, offset, length);
    for (int i = offset; i < offset + length; i++) {
      point[i] = Math.min(Math.max(point[i], domain.low()), domain.high());
    }
  }

  /**
   * Moves a point by {@code size} in the norm's direction of steepest ascent: the gradient's sign
   * (L∞, with sign 0 = 0), the normalised gradient (L2), the coordinate of the largest gradient
   * alone (L1, the first of equal ones). L0 has no such direction: there it is the normalised
   * gradient, as in FMN (Pintor et al. 2021), and projection chooses the coordinates. A zero
   * gradient moves nothing.
   */
  void ascend(double[] point, double[] gradient, int offset, int length, double size);

  /**
   * Writes center + a perturbation drawn uniformly from the ball; under L0 whole numbers of random
   * coordinates with Gaussian values, since their size is bounded by the box alone.
   */
  void drawInside(RandomStream random, double[] center, double[] point, int offset, int length);

  /**
   * Writes center + a perturbation drawn as AutoAttack draws its starts: uniform coordinates
   * divided by the largest (L∞) and a uniform direction (L2), both of norm epsilon; Gaussian
   * coordinates (L1), to be projected to ball and box afterwards. L0 draws as inside.
   */
  void drawOnSphere(RandomStream random, double[] center, double[] point, int offset, int length);

  /**
   * Rounds a point of the ball to float, keeping it inside.
   *
   * @param center itself made of floats
   */
  void roundToFloat(double[] center, double[] point, int offset, int length);
}

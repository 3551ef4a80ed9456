package org.robustgrid.numerics.norm;

import org.robustgrid.spi.Norm;
import org.robustgrid.spi.attack.ThreatModel;
import org.robustgrid.spi.random.RandomStream;

/**
 * A norm's ball: what an attack needs to know of its threat model.
 *
 * <p>Points are stretches {@code [offset, offset + length)} of larger arrays that hold a batch.
 *
 * @since 0.1
 */
public interface Ball {

  /**
   * The ball of a threat model.
   *
   * @throws IllegalArgumentException when the norm's ball has no gradient step here
   */
  static Ball of(ThreatModel threat) {
    return switch (threat.norm()) {
      case LINF -> new LinfBall(threat.epsilon());
      case L2 -> new L2Ball(threat.epsilon());
      case L1, L0 ->
          throw new IllegalArgumentException(
              "gradient steps are known for the norms linf and l2, but not for "
                  + threat.norm().id());
    };
  }

  Norm norm();

  double epsilon();

  /** Moves a point to the nearest one of the ball around {@code center}; inside, not at all. */
  void project(double[] center, double[] point, int offset, int length);

  /**
   * Moves a point by {@code size} in the norm's direction of steepest ascent: the gradient's sign
   * (with sign 0 = 0) or the normalised gradient. A zero gradient moves nothing.
   */
  void ascend(double[] point, double[] gradient, int offset, int length, double size);

  /** Writes center + a perturbation drawn uniformly from the ball. */
  void drawInside(RandomStream random, double[] center, double[] point, int offset, int length);

  /**
   * Writes center + a perturbation whose norm is epsilon, drawn as AutoAttack draws its starts:
   * uniform coordinates divided by the largest (L∞), a uniform direction (L2).
   */
  void drawOnSphere(RandomStream random, double[] center, double[] point, int offset, int length);

  /**
   * Rounds a point of the ball to float, keeping it inside.
   *
   * @param center itself made of floats
   */
  void roundToFloat(double[] center, double[] point, int offset, int length);
}

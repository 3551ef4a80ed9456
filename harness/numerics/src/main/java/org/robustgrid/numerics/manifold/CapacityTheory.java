package org.robustgrid.numerics.manifold;

import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Capacities of points and balls in closed form (Gardner 1988; Chung, Lee and Sompolinsky 2018,
 * equation 12).
 *
 * @since 0.1
 */
public final class CapacityTheory {

  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  private CapacityTheory() {}

  /** α₀(κ) = 1 / ∫ (t − κ)² φ(t) dt up to κ = 1 / ((1 + κ²) Φ(κ) + κ φ(κ)). */
  public static double ofPoints(double margin) {
    return 1
        / ((1 + margin * margin) * NORMAL.cumulativeProbability(margin)
            + margin * NORMAL.density(margin));
  }

  /** (1 + R²) α₀(R √D). */
  public static double ofBalls(double radius, double dimension) {
    return (1 + radius * radius) * ofPoints(radius * Math.sqrt(dimension));
  }
}

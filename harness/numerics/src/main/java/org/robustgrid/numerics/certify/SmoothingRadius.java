package org.robustgrid.numerics.certify;

import java.util.OptionalDouble;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * L2 radii certified by Gaussian smoothing.
 *
 * @since 0.1
 */
public final class SmoothingRadius {

  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  private SmoothingRadius() {}

  /**
   * Hard smoothing: σ Φ⁻¹(p) (Cohen, Rosenfeld and Kolter 2019, theorem 1 with one bound).
   *
   * @param lowerBound of the top class's probability
   * @return empty if the classifier abstains: a bound of at most ½
   */
  public static OptionalDouble hard(double lowerBound, double sigma) {
    return lowerBound > 0.5
        ? OptionalDouble.of(sigma * NORMAL.inverseCumulativeProbability(lowerBound))
        : OptionalDouble.empty();
  }

  /**
   * Soft smoothing: σ/2 (Φ⁻¹(p₁) − Φ⁻¹(p₂)) (Kaur, Cohen and Lipton 2019, theorem 1).
   *
   * @param lowerBound of the top class's smoothed score
   * @param upperBound of the second class's smoothed score
   * @return empty if the bounds cross
   */
  public static OptionalDouble soft(double lowerBound, double upperBound, double sigma) {
    return lowerBound > upperBound
        ? OptionalDouble.of(
            sigma
                / 2
                * (NORMAL.inverseCumulativeProbability(lowerBound)
                    - NORMAL.inverseCumulativeProbability(upperBound)))
        : OptionalDouble.empty();
  }
}

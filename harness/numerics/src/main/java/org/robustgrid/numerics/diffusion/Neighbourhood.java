package org.robustgrid.numerics.diffusion;

import org.robustgrid.numerics.energy.BoltzmannNeighbourhood;

/**
 * The score of a neighbourhood around an image, diffused to a time (Yeats et al. 2024, section 4).
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Neighbourhood {

  /** The whole space: its score is 0. */
  Neighbourhood NONE = (x, center, alpha, sigma) -> 0;

  /**
   * The score of one coordinate.
   *
   * @param x the coordinate of the diffused point
   * @param center the coordinate of the image
   * @param alpha α_t
   * @param sigma σ_t
   */
  double score(double x, double center, double alpha, double sigma);

  /** A Gaussian of standard deviation s: (α μ − x) / (α² s² + σ²). */
  static Neighbourhood gaussian(double scale) {
    return (x, center, alpha, sigma) ->
        (alpha * center - x) / (alpha * alpha * scale * scale + sigma * sigma);
  }

  /**
   * The approximation √2/(α s) hardtanh(γ (x − α μ)) of a diffused Laplace density (equation 6).
   */
  static Neighbourhood boltzmann(double scale) {
    return (x, center, alpha, sigma) -> {
      double slope = BoltzmannNeighbourhood.gamma(alpha, sigma, scale) * (x - alpha * center);
      return Math.sqrt(2) / (alpha * scale) * Math.max(-1, Math.min(1, slope));
    };
  }
}

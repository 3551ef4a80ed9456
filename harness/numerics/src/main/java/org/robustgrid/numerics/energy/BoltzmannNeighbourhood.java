package org.robustgrid.numerics.energy;

import org.apache.commons.numbers.gamma.Erfcx;

/**
 * Constants of the Boltzmann-inspired neighbourhood score (Yeats et al. 2024, equation 6).
 *
 * @since 0.1
 */
public final class BoltzmannNeighbourhood {

  private BoltzmannNeighbourhood() {}

  /** u = σ_t / (α_t σ_CE). */
  public static double argument(double alpha, double sigma, double scale) {
    return sigma / (alpha * scale);
  }

  /**
   * γ_t = √2/(α_t σ_CE) − √2/(σ_t √π) / erfcx(u), with the scaled erfcx(u) = exp(u²) erfc(u), which
   * stays finite where its factors do not.
   *
   * @param alpha α_t of the diffusion, in (0, 1]
   * @param sigma σ_t = √(1 − α_t²), above 0
   * @param scale σ_CE, the neighbourhood's width, above 0
   */
  public static double gamma(double alpha, double sigma, double scale) {
    double root = Math.sqrt(2);
    return root / (alpha * scale)
        - root / (sigma * Math.sqrt(Math.PI)) / Erfcx.value(argument(alpha, sigma, scale));
  }
}

package org.robustgrid.numerics.energy;

import org.apache.commons.numbers.gamma.Erfcx;

/**
 * Constants of the Boltzmann-inspired neighbourhood score (Yeats et al. 2024, equation 6).
 *
 * @since 0.1
 */
public final class BoltzmannNeighbourhood {

  /** Enough for 16 digits from u = 2 on. */
  private static final int TERMS = 200;

  private BoltzmannNeighbourhood() {}

  /** u = σ_t / (α_t σ_CE). */
  public static double argument(double alpha, double sigma, double scale) {
    return sigma / (alpha * scale);
  }

  /**
   * γ_t = √2/(α_t σ_CE) − √2/(σ_t √π) / erfcx(u), with the scaled erfcx(u) = exp(u²) erfc(u).
   *
   * <p>The printed difference loses digits for large u. It is −(√2/σ) k(u) with k(u) = 1/(√π
   * erfcx(u)) − u, which has the continued fraction ½/(u + 1/(u + (3/2)/(u + 2/(u + …)))).
   *
   * @param alpha α_t of the diffusion, in (0, 1]
   * @param sigma σ_t = √(1 − α_t²), above 0
   * @param scale σ_CE, the neighbourhood's width, above 0
   */
  public static double gamma(double alpha, double sigma, double scale) {
    return -Math.sqrt(2) / sigma * excess(argument(alpha, sigma, scale));
  }

  private static double excess(double u) {
    if (u < 2) {
      return 1 / (Math.sqrt(Math.PI) * Erfcx.value(u)) - u;
    }
    double tail = u;
    for (int i = TERMS; i >= 1; i--) {
      tail = u + i / 2.0 / tail;
    }
    return tail - u;
  }
}

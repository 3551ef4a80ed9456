package org.robustgrid.numerics.diffusion;

import org.apache.commons.numbers.gamma.Erfc;
import org.apache.commons.numbers.gamma.Erfcx;

/**
 * A Laplace density of standard deviation α s convolved with N(0, σ²), in one dimension and exactly
 * (Yeats et al. 2024, appendix).
 *
 * <p>With b = α s/√2, u = σ/(α s) and v = y/(√2 σ), e^{u²} e^{±y/b} erfc(u ± v) = e^{−v²} erfcx(u ±
 * v), which is computed in logarithms.
 *
 * @param alpha α_t, above 0
 * @param sigma σ_t, above 0
 * @param scale s, above 0
 * @since 0.1
 */
public record DiffusedLaplace(double alpha, double sigma, double scale) {

  private double width() {
    return alpha * scale / Math.sqrt(2);
  }

  private double side(double y, int sign) {
    double v = y / (Math.sqrt(2) * sigma);
    return logErfcx(sigma / (alpha * scale) + sign * v) - v * v;
  }

  /**
   * The logarithm of the density.
   *
   * @param y distance x − α μ from the diffused centre
   */
  public double logDensity(double y) {
    double a = side(y, 1);
    double b = side(y, -1);
    double larger = Math.max(a, b);
    return larger + Math.log1p(Math.exp(Math.min(a, b) - larger)) - Math.log(4 * width());
  }

  /** The derivative of the logarithm of the density. */
  public double score(double y) {
    return Math.tanh((side(y, 1) - side(y, -1)) / 2) / width();
  }

  private static double logErfcx(double x) {
    return x > -1 ? Math.log(Erfcx.value(x)) : x * x + Math.log(Erfc.value(x));
  }
}

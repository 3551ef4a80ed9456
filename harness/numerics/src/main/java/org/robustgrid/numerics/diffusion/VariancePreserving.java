package org.robustgrid.numerics.diffusion;

/**
 * The variance-preserving schedule with a linear β (Song et al. 2021, appendix B): x_t = α_t x₀ +
 * σ_t ε.
 *
 * @param first β at t = 0, usually 0.1
 * @param last β at t = 1, usually 20
 * @since 0.1
 */
public record VariancePreserving(double first, double last) {

  /** β from 0.1 to 20. */
  public static final VariancePreserving STANDARD = new VariancePreserving(0.1, 20);

  /** β(t) = β₀ + t (β₁ − β₀). */
  public double beta(double t) {
    return first + t * (last - first);
  }

  private double logAlpha(double t) {
    return -t * t * (last - first) / 4 - t * first / 2;
  }

  /** α_t = exp(−t² (β₁ − β₀)/4 − t β₀/2). */
  public double alpha(double t) {
    return Math.exp(logAlpha(t));
  }

  /** σ_t = √(1 − α_t²), without cancellation at small t. */
  public double sigma(double t) {
    return Math.sqrt(-Math.expm1(2 * logAlpha(t)));
  }

  /** ln(α_t² / σ_t²). */
  public double logSignalToNoise(double t) {
    return 2 * logAlpha(t) - 2 * Math.log(sigma(t));
  }

  /**
   * Times from 1 to {@code last}, evenly spaced, both included.
   *
   * @param steps at least 2
   */
  public static double[] times(int steps, double last) {
    double[] times = new double[steps];
    for (int i = 0; i < steps; i++) {
      times[i] = i == steps - 1 ? last : 1 + i * (last - 1) / (steps - 1);
    }
    return times;
  }
}

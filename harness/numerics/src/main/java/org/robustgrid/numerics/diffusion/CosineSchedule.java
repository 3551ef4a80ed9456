package org.robustgrid.numerics.diffusion;

/**
 * The cosine schedule of improved denoising diffusion (Nichol and Dhariwal 2021, equation 17): βᵢ =
 * min(1 − f((i + 1)/T)/f(i/T), 0.999) with f(u) = cos²((u + 0.008)/1.008 · π/2), ᾱᵢ = Π (1 − βⱼ).
 *
 * @since 0.1
 */
public final class CosineSchedule {

  private final double[] betas;
  private final double[] kept;

  /**
   * The schedule of T steps.
   *
   * @param steps at least 1
   */
  public CosineSchedule(int steps) {
    betas = new double[steps];
    kept = new double[steps];
    double product = 1;
    for (int i = 0; i < steps; i++) {
      betas[i] = Math.min(1 - f((i + 1.0) / steps) / f((double) i / steps), 0.999);
      product *= 1 - betas[i];
      kept[i] = product;
    }
  }

  private static double f(double u) {
    double cosine = Math.cos((u + 0.008) / 1.008 * Math.PI / 2);
    return cosine * cosine;
  }

  /** β of a step, counted from 0. */
  public double beta(int step) {
    return betas[step];
  }

  /** ᾱ of a step, counted from 0: x_t = √ᾱ x + √(1 − ᾱ) ε. */
  public double kept(int step) {
    return kept[step];
  }

  /**
   * ∇ log p(t | x_t) = −(ε_t − ε_∅) / √(1 − ᾱ), from a conditional and an unconditional noise
   * prediction (Ganz et al. 2023, equation 8).
   *
   * @see ScoreDifference the same from denoised images
   */
  public double[] classScore(int step, double[] conditional, double[] unconditional) {
    double[] score = new double[conditional.length];
    for (int i = 0; i < score.length; i++) {
      score[i] = -(conditional[i] - unconditional[i]) / Math.sqrt(1 - kept[step]);
    }
    return score;
  }
}

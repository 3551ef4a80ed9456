package org.robustgrid.numerics.diffusion;

/**
 * Denoising diffusion implicit models (Song, Meng and Ermon 2021, equation 12), and with η = 1
 * ancestral sampling.
 *
 * @param schedule α and σ
 * @param predictor of the noise, guidance included
 * @param eta η, share of the ancestral noise, 0 for none
 * @since 0.1
 */
public record ImplicitSampler(VariancePreserving schedule, NoisePredictor predictor, double eta) {

  /**
   * Points after each step, and the denoised ones.
   *
   * @param iterates [steps][rows][coordinates]
   * @param denoised x₀ as predicted at the last time, [rows][coordinates]
   * @since 0.1
   */
  public record Path(double[][][] iterates, double[][] denoised) {}

  /**
   * Runs from the first time to the last.
   *
   * @param start points at the first time, [rows][coordinates]
   * @param labels each row's class
   * @param times falling, one more than steps
   * @param noise [steps][rows][coordinates], standard normal; not read if η is 0
   */
  public Path run(double[][] start, int[] labels, double[] times, double[][][] noise) {
    int steps = times.length - 1;
    double[][][] iterates = new double[steps][][];
    double[][] x = start;
    for (int step = 0; step < steps; step++) {
      double alpha = schedule.alpha(times[step]);
      double sigma = schedule.sigma(times[step]);
      double nextAlpha = schedule.alpha(times[step + 1]);
      double nextSigma = schedule.sigma(times[step + 1]);
      double ratio = alpha / nextAlpha;
      double spread = eta * (nextSigma / sigma) * Math.sqrt(1 - ratio * ratio);
      double[][] predicted = predictor.predict(x, labels, times[step]);
      double[][] next = new double[x.length][x[0].length];
      for (int row = 0; row < x.length; row++) {
        for (int i = 0; i < next[row].length; i++) {
          double clean = (x[row][i] - sigma * predicted[row][i]) / alpha;
          next[row][i] =
              nextAlpha * clean
                  + Math.sqrt(nextSigma * nextSigma - spread * spread) * predicted[row][i]
                  + (spread == 0 ? 0 : spread * noise[step][row][i]);
        }
      }
      iterates[step] = next;
      x = next;
    }
    return new Path(iterates, denoised(x, labels, times[steps]));
  }

  private double[][] denoised(double[][] x, int[] labels, double time) {
    double[][] predicted = predictor.predict(x, labels, time);
    double[][] clean = new double[x.length][x[0].length];
    for (int row = 0; row < x.length; row++) {
      for (int i = 0; i < clean[row].length; i++) {
        clean[row][i] =
            (x[row][i] - schedule.sigma(time) * predicted[row][i]) / schedule.alpha(time);
      }
    }
    return clean;
  }
}

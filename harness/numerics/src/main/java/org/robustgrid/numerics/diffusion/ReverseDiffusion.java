package org.robustgrid.numerics.diffusion;

/**
 * The reverse stochastic differential equation by Euler and Maruyama, with a neighbourhood around
 * given images (Yeats et al. 2024, algorithm 1).
 *
 * @param schedule α, σ and β
 * @param predictor of the noise, guidance included
 * @param neighbourhood whose score is added
 * @since 0.1
 */
public record ReverseDiffusion(
    VariancePreserving schedule, NoisePredictor predictor, Neighbourhood neighbourhood) {

  /**
   * Points after each time, and the result.
   *
   * @param iterates [times][rows][coordinates]
   * @param result the last mean, without noise, clipped to [−1, 1]
   * @since 0.1
   */
  public record Path(double[][][] iterates, double[][] result) {}

  /**
   * Runs over all times.
   *
   * @param start points at the first time, [rows][coordinates]
   * @param labels each row's class
   * @param centers μ, [rows][coordinates]
   * @param times falling
   * @param noise [times][rows][coordinates], standard normal
   */
  public Path run(
      double[][] start, int[] labels, double[][] centers, double[] times, double[][][] noise) {
    double[][][] iterates = new double[times.length][][];
    double[][] x = start;
    double[][] mean = start;
    for (int step = 0; step < times.length; step++) {
      double alpha = schedule.alpha(times[step]);
      double sigma = schedule.sigma(times[step]);
      double beta = schedule.beta(times[step]);
      double[][] predicted = predictor.predict(x, labels, times[step]);
      mean = new double[x.length][x[0].length];
      double[][] next = new double[x.length][x[0].length];
      for (int row = 0; row < x.length; row++) {
        for (int i = 0; i < next[row].length; i++) {
          double added = neighbourhood.score(x[row][i], centers[row][i], alpha, sigma);
          double score = -NoisePredictor.corrected(predicted[row][i], added, sigma) / sigma;
          mean[row][i] = x[row][i] + (beta * x[row][i] / 2 + beta * score) / times.length;
          next[row][i] = mean[row][i] + Math.sqrt(beta / times.length) * noise[step][row][i];
        }
      }
      iterates[step] = next;
      x = next;
    }
    for (double[] row : mean) {
      for (int i = 0; i < row.length; i++) {
        row[i] = Math.max(-1, Math.min(1, row[i]));
      }
    }
    return new Path(iterates, mean);
  }
}

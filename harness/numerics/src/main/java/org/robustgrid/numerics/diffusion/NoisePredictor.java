package org.robustgrid.numerics.diffusion;

import java.util.Arrays;

/**
 * Predicts the noise in diffused points.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface NoisePredictor {

  /** Stands for no class: predicts unconditionally. */
  int NO_CLASS = -1;

  /**
   * Predicts ε for each row.
   *
   * @param points [rows][coordinates]
   * @param labels class or {@link #NO_CLASS} for each row
   * @param time in (0, 1]
   * @return [rows][coordinates]
   */
  double[][] predict(double[][] points, int[] labels, double time);

  /**
   * Classifier-free guidance ε^w = (w + 1) ε(x, y) − w ε(x, ∅) (Ho and Salimans 2022).
   *
   * @param weight w, 0 for none
   */
  default NoisePredictor guided(double weight) {
    return (points, labels, time) -> {
      int[] none = new int[labels.length];
      Arrays.fill(none, NO_CLASS);
      double[][] conditional = predict(points, labels, time);
      double[][] unconditional = predict(points, none, time);
      double[][] guided = new double[points.length][];
      for (int row = 0; row < points.length; row++) {
        guided[row] = guided(conditional[row], unconditional[row], weight);
      }
      return guided;
    };
  }

  /** (w + 1) conditional − w unconditional. */
  static double[] guided(double[] conditional, double[] unconditional, double weight) {
    double[] guided = new double[conditional.length];
    for (int i = 0; i < guided.length; i++) {
      guided[i] = (weight + 1) * conditional[i] - weight * unconditional[i];
    }
    return guided;
  }

  /**
   * The prediction corrected for a neighbourhood, ε − σ s: scores add (Yeats et al. 2024, equation
   * 5, which prints ε − s).
   */
  static double corrected(double noise, double score, double sigma) {
    return noise - sigma * score;
  }
}

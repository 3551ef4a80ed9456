package org.robustgrid.testkit.golden;

import java.util.Arrays;
import org.robustgrid.numerics.diffusion.NoisePredictor;
import org.robustgrid.numerics.diffusion.VariancePreserving;

/**
 * The exact noise prediction −σ ∇ ln p_t of data that are a mixture of isotropic Gaussians for each
 * class.
 *
 * @param prior of the classes
 * @param weights [class][component]
 * @param means [class][component × coordinate]
 * @param deviations [class][component]
 */
record MixturePredictor(
    VariancePreserving schedule,
    double[] prior,
    double[][] weights,
    double[][][] means,
    double[][] deviations)
    implements NoisePredictor {

  static MixturePredictor of(GoldenCase golden, VariancePreserving schedule) {
    return new MixturePredictor(
        schedule,
        golden.values("mixture.prior"),
        golden.table("mixture.weight"),
        golden.cube("mixture.mean"),
        golden.table("mixture.sd"));
  }

  @Override
  public double[][] predict(double[][] points, int[] labels, double time) {
    double[][] predicted = new double[points.length][];
    for (int row = 0; row < points.length; row++) {
      predicted[row] = predict(points[row], labels[row], time);
    }
    return predicted;
  }

  private double[] predict(double[] x, int label, double time) {
    double alpha = schedule.alpha(time);
    double sigma = schedule.sigma(time);
    int components = weights[0].length;
    double[] logs = new double[weights.length * components];
    Arrays.fill(logs, Double.NEGATIVE_INFINITY);
    double[] variances = new double[logs.length];
    for (int k = 0; k < weights.length; k++) {
      for (int c = 0; c < components; c++) {
        double deviation = alpha * deviations[k][c];
        int at = k * components + c;
        variances[at] = deviation * deviation + sigma * sigma;
        double squared = 0;
        for (int i = 0; i < x.length; i++) {
          double difference = x[i] - alpha * means[k][c][i];
          squared += difference * difference;
        }
        if (label == NO_CLASS || label == k) {
          logs[at] =
              Math.log(weights[k][c] * (label == NO_CLASS ? prior[k] : 1))
                  - 0.5 * x.length * Math.log(variances[at])
                  - 0.5 * squared / variances[at];
        }
      }
    }
    double largest = Arrays.stream(logs).max().orElse(0);
    double total = Arrays.stream(logs).map(log -> Math.exp(log - largest)).sum();
    double[] noise = new double[x.length];
    for (int at = 0; at < logs.length; at++) {
      double share = Math.exp(logs[at] - largest) / total;
      double[] mean = means[at / components][at % components];
      for (int i = 0; i < x.length; i++) {
        noise[i] += sigma * share * (x[i] - alpha * mean[i]) / variances[at];
      }
    }
    return noise;
  }
}

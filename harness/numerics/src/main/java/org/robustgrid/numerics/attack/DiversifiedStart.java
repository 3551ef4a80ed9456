package org.robustgrid.numerics.attack;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.norm.Distances;
import org.robustgrid.numerics.norm.FeasibleSet;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.LossGradient;

/**
 * Output-diversified initialisation, ODI (Tashiro, Song and Ermon 2020, equation 2): a few steps
 * along the gradient of a random mix of logits take a start to where outputs differ.
 *
 * @param feasible ball and box
 * @param steps usually 2
 * @param stepSize usually the radius
 * @since 0.1
 */
public record DiversifiedStart(FeasibleSet feasible, int steps, double stepSize) {

  private static final double TINY = 1e-12;

  /**
   * The unit direction v of each row: ∇ₓ Σⱼ wⱼ zⱼ divided by its L2 norm.
   *
   * @param weights w in [−1, 1], [rows][classes]
   */
  public double[] direction(
      GradientSource source, INDArray points, long[] samples, double[][] weights, Start start) {
    return direction(source, points, samples, weights, start, 0);
  }

  private static double[] direction(
      GradientSource source,
      INDArray points,
      long[] samples,
      double[][] weights,
      Start start,
      int step) {
    Loss mix =
        (row, logits, gradient) -> {
          double value = 0;
          for (int k = 0; k < logits.length; k++) {
            gradient[k] = weights[row][k];
            value += weights[row][k] * logits[k];
          }
          return value;
        };
    LossGradient answer = source.evaluate(points, samples, start.draw(step), mix);
    double[] direction = HostArrays.read(answer.gradient());
    int length = direction.length / samples.length;
    for (int from = 0; from < direction.length; from += length) {
      double norm = Math.max(Distances.euclidean(direction, from, length), TINY);
      for (int i = from; i < from + length; i++) {
        // a gradient that is not finite leads nowhere
        direction[i] = Double.isFinite(norm) ? direction[i] / norm : 0;
      }
    }
    return direction;
  }

  /**
   * Moves starting points in place.
   *
   * @param center the originals, C order
   * @param points [rows, …], overwritten
   */
  public void diversify(
      GradientSource source,
      double[] center,
      INDArray points,
      long[] samples,
      double[][] weights,
      Start start,
      IterateObserver observer) {
    double[] q = HostArrays.read(points);
    int length = q.length / samples.length;
    for (int step = 0; step < steps; step++) {
      double[] direction = direction(source, points, samples, weights, start, step);
      for (int from = 0; from < q.length; from += length) {
        feasible.ball().ascend(q, direction, from, length, stepSize);
        feasible.settle(center, q, from, length);
      }
      HostArrays.write(q, points);
      observer.iterate(step + 1, points);
    }
  }
}

package org.robustgrid.numerics.attack.distance;

import java.util.Arrays;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.attack.AttackBatch;
import org.robustgrid.numerics.loss.CrossEntropy;
import org.robustgrid.numerics.loss.Softmax;
import org.robustgrid.numerics.norm.Distances;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.StoppedException;
import org.robustgrid.spi.network.LossGradient;

/**
 * DDN (Rony, Hafemann, Oliveira, Ben Ayed, Sabourin and Granger 2019, algorithm 1): direction and
 * norm of an L2 perturbation are changed apart. The perturbation lies on a sphere that shrinks
 * after an adversarial point and grows otherwise.
 *
 * @param steps at least 1
 * @param initialEpsilon radius of the first sphere
 * @param gamma share by which the radius changes
 * @since 0.1
 */
public record DecoupledDirection(int steps, double initialEpsilon, double gamma) {

  private static final double TINY = 1e-12;

  /** Searches for the nearest points in L2. */
  public NearestPoints run(AttackBatch batch) {
    NearestPoints nearest = new NearestPoints(batch, Norm.L2);
    int rows = batch.rows();
    int length = batch.length();
    double[] x = batch.originals();
    double[] delta = new double[x.length];
    double[] q = x.clone();
    double[] gradient = new double[x.length];
    double[] epsilon = new double[rows];
    Arrays.fill(epsilon, initialEpsilon);
    double[] widest = FastMinimumNorm.widest(batch, Norm.L2);
    double[] best = widest.clone();
    int[] deciding = new int[rows];
    Arrays.setAll(deciding, batch::decidingClass);
    CosineAnnealing size = new CosineAnnealing(1, 0.01);
    try {
      for (int step = 0; step < steps; step++) {
        LossGradient answer = batch.gradient(q, new CrossEntropy(deciding));
        double[] logits = HostArrays.read(answer.logits());
        HostArrays.read(answer.gradient(), gradient);
        for (int row = 0; row < rows; row++) {
          int from = row * length;
          int prediction = Softmax.prediction(logits, row * batch.classes(), batch.classes());
          boolean adversarial = batch.wants(row, prediction);
          if (adversarial && nearest.asked(row) <= best[row]) {
            nearest.keep(row);
            best[row] = nearest.distances()[row];
          }
          double scale =
              size.at(step, steps)
                  / Math.max(Distances.euclidean(gradient, from, length), TINY)
                  * (batch.targeted() ? -1 : 1);
          for (int i = from; i < from + length; i++) {
            delta[i] += scale * gradient[i];
          }
          epsilon[row] =
              Math.min(epsilon[row] * (adversarial ? 1 - gamma : 1 + gamma), widest[row]);
          double norm = Distances.euclidean(delta, from, length);
          for (int i = from; i < from + length; i++) {
            // a vanished gradient leaves no direction to lengthen
            double placed = norm == 0 ? 0 : delta[i] * epsilon[row] / norm;
            q[i] = batch.domain().clip(x[i] + placed);
            delta[i] = q[i] - x[i];
          }
        }
      }
    } catch (StoppedException e) {
      return nearest;
    }
    return nearest;
  }
}

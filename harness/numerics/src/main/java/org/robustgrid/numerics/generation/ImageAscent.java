package org.robustgrid.numerics.generation;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.attack.IterateObserver;
import org.robustgrid.numerics.norm.Distances;
import org.robustgrid.spi.Domain;

/**
 * Normalised gradient ascent towards a class: x ← clip(P(x + s g / ‖g‖)), P the projection onto the
 * L2 ball around the original (Santurkar et al. 2019; Kaur et al. 2019, section 3).
 *
 * @param epsilon radius of the ball; infinite for none
 * @param stepSize s
 * @param domain what points are clipped to
 * @since 0.1
 */
public record ImageAscent(double epsilon, double stepSize, Domain domain) {

  /** Tells which rows move in a step, from the objective at the points before it. */
  @FunctionalInterface
  private interface Moving {
    boolean moves(double value);
  }

  /**
   * Moves points in place, all of them in each step.
   *
   * @param originals the balls' centres, C order
   * @param points [rows, …], overwritten
   * @param observer sees the points after each step, the first counted 1
   * @return the objective before each step, [steps][rows]
   */
  public double[][] run(
      double[] originals,
      INDArray points,
      int steps,
      AscentObjective objective,
      IterateObserver observer) {
    double[][] values = new double[steps][Math.toIntExact(points.size(0))];
    for (int step = 0; step < steps; step++) {
      move(originals, points, step, objective, values[step], value -> true);
      observer.iterate(step + 1, points);
    }
    return values;
  }

  /**
   * Moves each point until its objective reaches a threshold, which is tested before every step
   * (Yeats et al. 2024, section 3: robust classifiers' counterfactuals).
   *
   * @param points [rows, …], overwritten
   * @return steps that each point took
   */
  public int[] until(
      double[] originals,
      INDArray points,
      double threshold,
      int mostSteps,
      AscentObjective objective) {
    int[] taken = new int[Math.toIntExact(points.size(0))];
    double[] values = new double[taken.length];
    for (int step = 0; step < mostSteps; step++) {
      move(originals, points, step, objective, values, value -> value < threshold);
      boolean moved = false;
      for (int row = 0; row < taken.length; row++) {
        if (values[row] < threshold) {
          taken[row]++;
          moved = true;
        }
      }
      if (!moved) {
        break;
      }
    }
    return taken;
  }

  private void move(
      double[] originals,
      INDArray points,
      int step,
      AscentObjective objective,
      double[] values,
      Moving moving) {
    double[] x = HostArrays.read(points);
    double[] gradient = new double[x.length];
    objective.evaluate(step, points, values, gradient);
    int length = x.length / values.length;
    for (int row = 0; row < values.length; row++) {
      if (moving.moves(values[row])) {
        ascend(originals, x, gradient, row * length, length);
      }
    }
    HostArrays.write(x, points);
  }

  private void ascend(double[] originals, double[] x, double[] gradient, int from, int length) {
    double norm = Math.max(Distances.euclidean(gradient, from, length), 1e-12);
    for (int i = from; i < from + length; i++) {
      x[i] += stepSize * gradient[i] / norm;
    }
    if (Double.isFinite(epsilon)) {
      double[] moved = Arrays.copyOfRange(x, from, from + length);
      for (int i = 0; i < length; i++) {
        moved[i] -= originals[from + i];
      }
      double distance = Distances.euclidean(moved, 0, length);
      double scale = distance <= epsilon ? 1 : epsilon / distance;
      for (int i = 0; i < length; i++) {
        x[from + i] = originals[from + i] + scale * moved[i];
      }
    }
    for (int i = from; i < from + length; i++) {
      x[i] = domain.clip(x[i]);
    }
  }
}

package org.robustgrid.attacks.decision;

import java.util.Arrays;
import org.robustgrid.numerics.attack.AttackBatch;
import org.robustgrid.numerics.norm.Distances;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;

/**
 * HopSkipJumpAttack (Chen, Jordan and Wainwright 2020, algorithm 2) with a geometric search for the
 * step size: bisection to the boundary, an estimate of its normal from decisions around it, a step
 * along the estimate.
 *
 * @param initial queries for the first estimate
 * @param most largest number of queries for an estimate
 * @param gamma factor of the bisections' threshold and of the estimates' radius
 */
record HopSkipJumpWalk(int initial, int most, double gamma) {

  private static final double TINY = 1e-12;

  /** Halvings of a step before it is given up: by then the boundary is closer than rounding. */
  private static final int HALVINGS = 30;

  /** Parts of a step: estimate, advance, bisection. */
  private static final int PARTS = 3;

  void run(DecisionSearch search) {
    AttackBatch batch = search.batch();
    double dimensions = batch.length();
    boolean l2 = search.norm() == Norm.L2;
    double threshold =
        l2
            ? gamma / (dimensions * Math.sqrt(dimensions))
            : Math.min(1e-3, gamma / (dimensions * dimensions));
    boolean[] open = new boolean[batch.rows()];
    double[] current = search.starts(open);
    batch.part(0);
    search.bisect(current, open, threshold);
    close(search, open);
    double[] distances = new double[open.length];
    for (int step = 0; DecisionSearch.any(open); step++) {
      double[] radii = new double[open.length];
      for (int row = 0; row < open.length; row++) {
        distances[row] = search.distance(current, row);
        // a row at its original cannot get nearer
        open[row] &= distances[row] > 0;
        double width = batch.domain().high() - batch.domain().low();
        radii[row] = step == 0 ? 0.1 * width : gamma / dimensions * distances[row];
      }
      int questions = (int) Math.min(initial * Math.sqrt(step + 1.0), most);
      batch.part(1 + PARTS * step);
      double[] normal = estimate(search, current, open, radii, questions, step);
      batch.part(2 + PARTS * step);
      advance(search, current, open, normal, distances, step);
      close(search, open);
      batch.part(3 + PARTS * step);
      search.bisect(current, open, threshold);
      close(search, open);
    }
  }

  private static void close(DecisionSearch search, boolean[] open) {
    for (int row = 0; row < open.length; row++) {
      open[row] &= !search.exhausted(row);
    }
  }

  /**
   * Estimates the boundary's normal of each row: the direction of L2 norm 1 in which points are
   * adversarial more often.
   */
  private static double[] estimate(
      DecisionSearch search,
      double[] current,
      boolean[] open,
      double[] radii,
      int questions,
      int step) {
    AttackBatch batch = search.batch();
    int length = batch.length();
    double[] weighted = new double[current.length];
    double[] sum = new double[current.length];
    double[] signs = new double[open.length];
    int[] counts = new int[open.length];
    double[] points = current.clone();
    double[] moved = new double[current.length];
    for (int question = 0; question < questions && DecisionSearch.any(open); question++) {
      RandomKey key = search.random().with("normal").with(step).with(question);
      boolean[] asked = new boolean[open.length];
      for (int row = 0; row < open.length; row++) {
        asked[row] = open[row] && !search.exhausted(row);
        if (asked[row]) {
          draw(search, row, key, radii[row], current, points, moved);
        }
      }
      if (!DecisionSearch.any(asked)) {
        break;
      }
      boolean[] wanted = search.ask(points, asked);
      for (int row = 0; row < open.length; row++) {
        if (asked[row]) {
          double sign = wanted[row] ? 1 : -1;
          signs[row] += sign;
          counts[row]++;
          for (int i = row * length; i < (row + 1) * length; i++) {
            weighted[i] += sign * moved[i];
            sum[i] += moved[i];
          }
        }
      }
    }
    for (int row = 0; row < open.length; row++) {
      double mean = counts[row] == 0 ? 0 : signs[row] / counts[row];
      // if all answers agree, their mean is not a baseline
      double baseline = Math.abs(mean) == 1 ? 0 : mean;
      int from = row * length;
      for (int i = from; i < from + length; i++) {
        weighted[i] -= baseline * sum[i];
      }
      double norm = Distances.euclidean(weighted, from, length) + TINY;
      for (int i = from; i < from + length; i++) {
        weighted[i] /= norm;
      }
    }
    return weighted;
  }

  private static void draw(
      DecisionSearch search,
      int row,
      RandomKey key,
      double radius,
      double[] current,
      double[] points,
      double[] moved) {
    int length = search.batch().length();
    int from = row * length;
    RandomStream random = key.with(search.sample(row)).stream();
    boolean l2 = search.norm() == Norm.L2;
    for (int i = from; i < from + length; i++) {
      moved[i] = l2 ? random.nextGaussian() : random.nextDouble(-1, 1);
    }
    double norm = Distances.euclidean(moved, from, length) + TINY;
    for (int i = from; i < from + length; i++) {
      points[i] = search.batch().domain().clip(current[i] + radius * moved[i] / norm);
      moved[i] = (points[i] - current[i]) / radius;
    }
  }

  /** Steps along the normals; a step is halved until its point is adversarial. */
  private static void advance(
      DecisionSearch search,
      double[] current,
      boolean[] open,
      double[] normal,
      double[] distances,
      int step) {
    AttackBatch batch = search.batch();
    int length = batch.length();
    boolean[] seeking = open.clone();
    double[] sizes = Arrays.stream(distances).map(d -> d / Math.sqrt(step + 1.0)).toArray();
    double[] tried = current.clone();
    for (int halving = 0; halving < HALVINGS && DecisionSearch.any(seeking); halving++) {
      for (int row = 0; row < open.length; row++) {
        for (int i = row * length; i < (row + 1) * length && seeking[row]; i++) {
          double along = search.norm() == Norm.L2 ? normal[i] : Math.signum(normal[i]);
          tried[i] = batch.domain().clip(current[i] + sizes[row] * along);
        }
      }
      boolean[] wanted = search.ask(tried, seeking);
      for (int row = 0; row < open.length; row++) {
        if (seeking[row] && wanted[row]) {
          search.copy(batch.asked(), current, row);
        }
        seeking[row] &= !wanted[row] && !search.exhausted(row);
        sizes[row] /= 2;
      }
    }
  }
}

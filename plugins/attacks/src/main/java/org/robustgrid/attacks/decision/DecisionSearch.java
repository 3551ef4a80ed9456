package org.robustgrid.attacks.decision;

import java.util.Arrays;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.attack.AttackBatch;
import org.robustgrid.numerics.norm.Distances;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.StoppedException;
import org.robustgrid.spi.attack.AttackRequest;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;

/** Queries decisions within a budget per row, and keeps the nearest adversarial points. */
final class DecisionSearch {

  /** Images of other classes that are tried as starts before noise. */
  private static final int OTHERS = 3;

  /** Noise images that are tried as starts. */
  private static final int STARTS = 100;

  private final AttackRequest request;
  private final AttackBatch batch;
  private final int queries;
  private final int[] spent;
  private final double[] best;
  private final double[] distances;

  /**
   * Prepares a search.
   *
   * @param queries largest number of queries per row
   */
  DecisionSearch(AttackRequest request, AttackBatch batch, int queries) {
    this.request = request;
    this.batch = batch;
    this.queries = queries;
    this.spent = new int[batch.rows()];
    this.best = batch.originals().clone();
    this.distances = new double[batch.rows()];
    Arrays.fill(distances, Double.POSITIVE_INFINITY);
  }

  AttackBatch batch() {
    return batch;
  }

  Norm norm() {
    return request.threatModel().norm();
  }

  RandomKey random() {
    return request.random();
  }

  long sample(int row) {
    return request.samples()[row];
  }

  /** The nearest adversarial points, C order; the originals of rows without any. */
  double[] best() {
    return best;
  }

  boolean exhausted(int row) {
    return spent[row] >= queries;
  }

  /** The distance of a row's point from its original. */
  double distance(double[] points, int row) {
    return Distances.between(
        norm(), points, batch.originals(), row * batch.length(), batch.length());
  }

  /**
   * Queries the points of some rows, as far as they have queries left.
   *
   * @return for each row, whether it was queried and its point is adversarial
   * @throws StoppedException if the harness stops the attack
   */
  boolean[] ask(double[] points, boolean[] rows) {
    boolean[] asked = rows.clone();
    for (int row = 0; row < asked.length; row++) {
      asked[row] &= !exhausted(row);
      spent[row] += asked[row] ? 1 : 0;
    }
    batch.attend(asked);
    boolean[] wanted = batch.adversarial(points);
    for (int row = 0; row < wanted.length; row++) {
      double distance = wanted[row] ? distance(batch.asked(), row) : Double.POSITIVE_INFINITY;
      if (distance < distances[row]) {
        distances[row] = distance;
        copy(batch.asked(), best, row);
      }
    }
    return wanted;
  }

  void copy(double[] from, double[] to, int row) {
    System.arraycopy(from, row * batch.length(), to, row * batch.length(), batch.length());
  }

  static boolean any(boolean[] rows) {
    for (boolean row : rows) {
      if (row) {
        return true;
      }
    }
    return false;
  }

  /**
   * Finds the starts: an image of another class, otherwise uniform noise.
   *
   * @param started receives true for rows that have a start; rows that are already misclassified
   *     need none
   * @return the starts, C order
   */
  double[] starts(boolean[] started) {
    boolean[] open = new boolean[batch.rows()];
    Arrays.fill(open, true);
    double[] starts = batch.originals().clone();
    boolean[] done = ask(starts, open);
    for (int row = 0; row < open.length; row++) {
      open[row] = !done[row];
    }
    for (int attempt = 0; attempt < OTHERS + STARTS && any(open); attempt++) {
      Optional<INDArray> others = attempt < OTHERS ? request.others(attempt) : Optional.empty();
      if (attempt < OTHERS && others.isEmpty()) {
        continue;
      }
      double[] tried = others.map(HostArrays::read).orElse(null);
      tried = tried == null ? noise(attempt) : tried;
      boolean[] found = ask(tried, open);
      for (int row = 0; row < open.length; row++) {
        if (found[row]) {
          copy(batch.asked(), starts, row);
          started[row] = true;
          open[row] = false;
        }
        open[row] &= !exhausted(row);
      }
    }
    return starts;
  }

  private double[] noise(int attempt) {
    double[] noise = new double[batch.originals().length];
    RandomKey key = random().with("start").with(attempt);
    for (int row = 0; row < batch.rows(); row++) {
      RandomStream random = key.with(sample(row)).stream();
      for (int i = row * batch.length(); i < (row + 1) * batch.length(); i++) {
        noise[i] = random.nextDouble(batch.domain().low(), batch.domain().high());
      }
    }
    return noise;
  }

  /**
   * Moves points towards their originals by bisection, until the boundary is known up to a
   * threshold. In L∞ points are clipped to a smaller ball, in other norms blended with the
   * original.
   *
   * @param points adversarial points, C order; replaced by the nearest adversarial ones that are
   *     found
   * @param rows the rows to move
   * @param threshold the width at which the bisection of a row ends, as a fraction of its distance
   */
  void bisect(double[] points, boolean[] rows, double threshold) {
    int length = batch.length();
    double[] low = new double[rows.length];
    double[] high = new double[rows.length];
    Arrays.fill(high, 1);
    boolean[] open = rows.clone();
    double[] far = points.clone();
    double[] reach = new double[rows.length];
    for (int row = 0; row < rows.length; row++) {
      reach[row] = norm() == Norm.LINF ? distance(far, row) : 1;
    }
    double[] tried = points.clone();
    double[] x = batch.originals();
    while (any(open)) {
      for (int row = 0; row < rows.length; row++) {
        double share = reach[row] * (low[row] + high[row]) / 2;
        for (int i = row * length; i < (row + 1) * length && open[row]; i++) {
          double moved =
              norm() == Norm.LINF
                  ? Math.max(x[i] - share, Math.min(x[i] + share, far[i]))
                  : (1 - share) * x[i] + share * far[i];
          tried[i] = batch.domain().clip(moved);
        }
      }
      boolean[] wanted = ask(tried, open);
      for (int row = 0; row < rows.length; row++) {
        if (open[row]) {
          double middle = (low[row] + high[row]) / 2;
          if (wanted[row]) {
            high[row] = middle;
            copy(batch.asked(), points, row);
          } else {
            low[row] = middle;
          }
          open[row] = high[row] - low[row] > threshold && !exhausted(row);
        }
      }
    }
  }
}

package org.robustgrid.numerics.attack.perturbation;

import java.util.Arrays;
import java.util.function.IntFunction;
import org.robustgrid.numerics.attack.AttackBatch;
import org.robustgrid.spi.StoppedException;

/**
 * Blends images towards given ends, x + e (end − x), and finds the least e at which they are
 * adversarial: contrast reduction and blended noise.
 *
 * @since 0.1
 */
public final class Blend {

  private final AttackBatch batch;
  private final double[] ends;

  /**
   * Towards given ends.
   *
   * @param ends C order, as the batch
   */
  public Blend(AttackBatch batch, double[] ends) {
    this.batch = batch;
    this.ends = ends.clone();
  }

  /** Towards one level for all coordinates: a reduction of contrast. */
  public static Blend towards(AttackBatch batch, double level) {
    double[] ends = new double[batch.originals().length];
    Arrays.fill(ends, level);
    return new Blend(batch, ends);
  }

  /**
   * Towards the first of several directions that is adversarial alone, else the last.
   *
   * @param count of the directions, at least 1
   * @param directions by number, from 0 on, each shaped as the batch
   * @throws StoppedException when the harness stopped it
   */
  public static Blend towardsFirst(AttackBatch batch, int count, IntFunction<double[]> directions) {
    int length = batch.length();
    double[] ends = batch.originals().clone();
    boolean[] open = new boolean[batch.rows()];
    Arrays.fill(open, true);
    for (int number = 0; number < count && any(open); number++) {
      double[] direction = directions.apply(number);
      batch.attend(open);
      boolean[] adversarial = batch.adversarial(direction);
      for (int row = 0; row < open.length; row++) {
        if (open[row]) {
          System.arraycopy(direction, row * length, ends, row * length, length);
          open[row] = !adversarial[row];
        }
      }
    }
    batch.part(1);
    return new Blend(batch, ends);
  }

  private static boolean any(boolean[] rows) {
    for (boolean row : rows) {
      if (row) {
        return true;
      }
    }
    return false;
  }

  /**
   * The first e = k / steps that is adversarial.
   *
   * @param last the last k that is tried; e is 1 if none of them is adversarial
   * @return the blended images
   */
  public double[] linear(int steps, int last) {
    double[] shares = new double[batch.rows()];
    Arrays.fill(shares, Double.NaN);
    try {
      for (int k = 0; k <= last && Arrays.stream(shares).anyMatch(Double::isNaN); k++) {
        boolean[] open = new boolean[shares.length];
        for (int row = 0; row < open.length; row++) {
          open[row] = Double.isNaN(shares[row]);
        }
        batch.attend(open);
        double[] tried = new double[shares.length];
        Arrays.fill(tried, (double) k / steps);
        boolean[] adversarial = batch.adversarial(at(tried));
        for (int row = 0; row < shares.length; row++) {
          if (adversarial[row] && Double.isNaN(shares[row])) {
            shares[row] = tried[row];
          }
        }
      }
    } catch (StoppedException e) {
      // rows that were not reached are given up below
    }
    return at(Arrays.stream(shares).map(share -> Double.isNaN(share) ? 1 : share).toArray());
  }

  /** The upper end of a bisection of [0, 1] that starts at 0. */
  public double[] bisected(int steps) {
    double[] lower = new double[batch.rows()];
    double[] upper = new double[batch.rows()];
    Arrays.fill(upper, 1);
    double[] shares = new double[batch.rows()];
    try {
      for (int step = 0; step < steps; step++) {
        boolean[] adversarial = batch.adversarial(at(shares));
        for (int row = 0; row < shares.length; row++) {
          (adversarial[row] ? upper : lower)[row] = shares[row];
          shares[row] = (lower[row] + upper[row]) / 2;
        }
      }
    } catch (StoppedException e) {
      return at(upper);
    }
    return at(upper);
  }

  private double[] at(double[] shares) {
    double[] x = batch.originals();
    double[] blended = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      double share = shares[i / batch.length()];
      blended[i] = batch.domain().clip((1 - share) * x[i] + share * ends[i]);
    }
    return blended;
  }
}

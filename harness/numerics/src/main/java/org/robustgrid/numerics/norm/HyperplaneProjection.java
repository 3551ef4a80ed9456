package org.robustgrid.numerics.norm;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Norm;

/**
 * The shortest way from a point of the box to a hyperplane, without leaving the box: the problem of
 * Croce and Hein, Minimally distorted adversarial examples with a fast adaptive boundary attack
 * (ICML 2020), equation 4, solved exactly.
 *
 * <p>Every coordinate moves towards the hyperplane until it meets its bound: all by the same length
 * in L∞, each in proportion to its weight in L2. The common factor is where a piecewise linear,
 * increasing function of it reaches the distance to be covered. In L1 the coordinates of the
 * largest weights move, one after the other, until the distance is covered. Where the box does not
 * reach the hyperplane, each coordinate moves to its bound.
 *
 * @since 0.1
 */
public final class HyperplaneProjection {

  /** In L2 and L1, coordinates of a smaller weight stay, as in AutoAttack. */
  private static final double NEGLIGIBLE = 1e-8;

  private final Norm norm;
  private final Domain domain;

  /**
   * A projection in a norm.
   *
   * @throws IllegalArgumentException for L0
   */
  public HyperplaneProjection(Norm norm, Domain domain) {
    if (norm == Norm.L0) {
      throw new IllegalArgumentException(
          "hyperplane projections are known for the norms linf, l2 and l1, but not for l0");
    }
    this.norm = norm;
    this.domain = domain;
  }

  /**
   * Finds the way.
   *
   * @param point of the box; as {@code weights} and {@code way}, a stretch {@code [offset, offset +
   *     length)} of a larger array
   * @param weights w of the hyperplane {@code {x : w·x + shift = 0}}
   * @param shift so that {@code w·point + shift} is the signed distance to cover, in units of w
   * @param way receives the displacement; zero where a weight is zero
   */
  public void way(
      double[] point, double[] weights, double shift, double[] way, int offset, int length) {
    double value = shift;
    for (int i = offset; i < offset + length; i++) {
      value += weights[i] * point[i];
    }
    boolean above = value >= 0;
    double[] bends = new double[length];
    for (int i = 0; i < length; i++) {
      double weight = weights[offset + i];
      // the largest move of a coordinate, and the factor at which it meets its bound
      boolean down = weight > 0 == above;
      double x = point[offset + i];
      double room = Math.max(0, down ? x - domain.low() : domain.high() - x);
      double size = Math.abs(weight);
      boolean still = size == 0 || (norm != Norm.LINF && size <= NEGLIGIBLE);
      way[offset + i] = still ? 0 : down ? -room : room;
      bends[i] = still ? Double.NaN : norm == Norm.L2 ? room / size : room;
    }
    if (norm == Norm.L1) {
      steepestFirst(weights, way, offset, length, Math.abs(value));
      return;
    }
    double factor = factor(weights, offset, bends, Math.abs(value));
    for (int i = 0; i < length; i++) {
      if (bends[i] > factor) {
        double move = norm == Norm.L2 ? factor * Math.abs(weights[offset + i]) : factor;
        way[offset + i] = Math.copySign(move, way[offset + i]);
      }
    }
  }

  /** Cuts full moves short once the coordinates of larger weights have covered the distance. */
  private static void steepestFirst(
      double[] weights, double[] way, int offset, int length, double distance) {
    int[] order =
        IntStream.range(offset, offset + length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> -Math.abs(weights[i])))
            .mapToInt(Integer::intValue)
            .toArray();
    double left = distance;
    for (int i : order) {
      double covered = Math.abs(weights[i] * way[i]);
      if (covered > left) {
        way[i] = Math.copySign(left / Math.abs(weights[i]), way[i]);
      }
      left = Math.max(0, left - covered);
    }
  }

  /**
   * Where the moves together cover the distance; infinite when the box does not reach so far. What
   * is covered is a concave function of the factor, so Newton's steps from 0 rise to the answer and
   * end there after finitely many.
   */
  private double factor(double[] weights, int offset, double[] bends, double distance) {
    double factor = 0;
    while (true) {
      double slope = 0;
      double covered = 0;
      for (int i = 0; i < bends.length; i++) {
        double size = Math.abs(weights[offset + i]);
        double rate = norm == Norm.L2 ? size * size : size;
        if (bends[i] > factor) {
          slope += rate;
        } else if (!Double.isNaN(bends[i])) {
          covered += rate * bends[i];
        }
      }
      if (slope == 0) {
        return Double.POSITIVE_INFINITY;
      }
      double next = (distance - covered) / slope;
      if (!(next > factor)) {
        return factor;
      }
      factor = next;
    }
  }
}

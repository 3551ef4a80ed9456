package org.robustgrid.numerics.norm;

import java.util.Arrays;
import org.robustgrid.spi.Domain;

/**
 * The nearest point of the intersection of an L1 ball and the box (Croce and Hein 2021, Mind the
 * box, proposition 2.1).
 *
 * <p>A coordinate moved by u overshoots the box by o and has room r = |u| − o. It keeps v(α) =
 * min(r, max(|u| − α, 0)), with α = 0 if Σ r ≤ ε and else the solution of Σ v(α) = ε, which is
 * piecewise linear in α.
 *
 * @since 0.1
 */
public final class BoxedL1Projection {

  private BoxedL1Projection() {}

  /**
   * Moves a point to the nearest one within both.
   *
   * @param center of the ball, in the box
   * @param point overwritten
   * @param epsilon at least 0
   */
  public static void project(
      double[] center, double[] point, int offset, int length, double epsilon, Domain domain) {
    double[] size = new double[length];
    double[] overshoot = new double[length];
    double room = 0;
    for (int i = 0; i < length; i++) {
      double value = point[offset + i];
      size[i] = Math.abs(value - center[offset + i]);
      overshoot[i] = Math.max(0, Math.max(value - domain.high(), domain.low() - value));
      room += size[i] - overshoot[i];
    }
    double shrink = room <= epsilon ? 0 : threshold(size, overshoot, room - epsilon);
    for (int i = 0; i < length; i++) {
      double kept = Math.min(size[i] - overshoot[i], Math.max(size[i] - shrink, 0));
      double sign = Math.signum(point[offset + i] - center[offset + i]);
      point[offset + i] += sign * (kept - size[i]);
    }
  }

  /** The α at which the room of all coordinates together has fallen by {@code excess}. */
  private static double threshold(double[] size, double[] overshoot, double excess) {
    double[] begins = overshoot.clone();
    double[] ends = size.clone();
    Arrays.sort(begins);
    Arrays.sort(ends);
    int begun = 0;
    int ended = 0;
    double alpha = 0;
    double left = excess;
    while (ended < ends.length) {
      boolean begin = begun < begins.length && begins[begun] <= ends[ended];
      double next = begin ? begins[begun] : ends[ended];
      double decrease = (begun - ended) * (next - alpha);
      if (decrease >= left && begun > ended) {
        return alpha + left / (begun - ended);
      }
      left -= decrease;
      alpha = next;
      if (begin) {
        begun++;
      } else {
        ended++;
      }
    }
    return alpha;
  }
}

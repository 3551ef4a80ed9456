package org.robustgrid.numerics.manifold;

import java.util.Arrays;

/**
 * Capacity, radius and dimension of one manifold given by points, by the mean-field theory of
 * manifold classification (Chung, Lee and Sompolinsky 2018, equations 5 to 10).
 *
 * <p>Points have D coordinates, in units of the distance of the manifold's centre from the origin,
 * and a last one of 1 along the centre. For each Gaussian vector t the nearest point V of the cone
 * {V : V·s + κ ≤ 0 for all points s} is found; the anchor point is (t − V) / Σ multipliers.
 *
 * @param anchors [samples][D + 1]
 * @param nearest V, [samples][D + 1]
 * @param inside whether t is strictly inside the cone, so that V = t and the anchor is the point of
 *     largest t·s
 * @param capacity 1 / mean([t·s̃ + κ]₊² / ‖s̃‖²)
 * @param radius √ mean ‖s̃ − mean s̃‖² over the first D coordinates, as the published code has it
 * @param dimension D (mean of t̂·ŝ)² with unit vectors of the first D coordinates, as the published
 *     code has it
 * @param plainRadius √ mean ‖s̃‖² over the first D coordinates, as the paper has it
 * @param plainDimension mean of (t·ŝ)², as the paper has it
 * @since 0.1
 */
public record ManifoldGeometry(
    double[][] anchors,
    double[][] nearest,
    boolean[] inside,
    double capacity,
    double radius,
    double dimension,
    double plainRadius,
    double plainDimension) {

  /**
   * Analyses one manifold.
   *
   * @param points [points][D], centred and divided by the norm of their centre
   * @param gaussians t, [samples][D + 1], the last coordinate along the centre
   * @param margin κ, at least 0
   */
  public static ManifoldGeometry of(double[][] points, double[][] gaussians, double margin) {
    int d = points[0].length;
    double[][] extended = new double[points.length][];
    for (int i = 0; i < points.length; i++) {
      extended[i] = Arrays.copyOf(points[i], d + 1);
      extended[i][d] = 1;
    }
    double[][] anchors = new double[gaussians.length][];
    double[][] nearest = new double[gaussians.length][];
    boolean[] inside = new boolean[gaussians.length];
    for (int sample = 0; sample < gaussians.length; sample++) {
      double[] t = gaussians[sample];
      // all points have a last coordinate of 1, so that the margin moves t along it
      double[] moved = t.clone();
      moved[d] += margin;
      NonNegativeLeastSquares cone = NonNegativeLeastSquares.of(extended, moved);
      double sum = Arrays.stream(cone.multipliers()).sum();
      if (sum == 0) {
        inside[sample] = true;
        nearest[sample] = t.clone();
        anchors[sample] = extended[foremost(extended, t)].clone();
        continue;
      }
      nearest[sample] = cone.residual().clone();
      nearest[sample][d] -= margin;
      // by its weights the anchor is a point of the hull, which t − nearest is up to rounding only
      anchors[sample] = new double[d + 1];
      for (int k = 0; k < extended.length; k++) {
        for (int i = 0; i <= d; i++) {
          anchors[sample][i] += cone.multipliers()[k] / sum * extended[k][i];
        }
      }
    }
    return summarise(anchors, nearest, inside, gaussians, margin);
  }

  private static ManifoldGeometry summarise(
      double[][] anchors,
      double[][] nearest,
      boolean[] inside,
      double[][] gaussians,
      double margin) {
    int samples = anchors.length;
    int d = anchors[0].length - 1;
    double[] mean = new double[d];
    for (double[] anchor : anchors) {
      for (int i = 0; i < d; i++) {
        mean[i] += anchor[i] / samples;
      }
    }
    double load = 0;
    double spread = 0;
    double size = 0;
    double alignment = 0;
    double plain = 0;
    for (int sample = 0; sample < samples; sample++) {
      double[] anchor = anchors[sample];
      double[] t = gaussians[sample];
      double field = Math.max(0, dot(t, anchor, d + 1) + margin);
      load += field * field / dot(anchor, anchor, d + 1) / samples;
      for (int i = 0; i < d; i++) {
        double difference = (anchor[i] - mean[i]) / anchor[d];
        spread += difference * difference / samples;
      }
      double squared = dot(anchor, anchor, d);
      size += squared / samples;
      // the published code guards the norm so
      double along = dot(t, anchor, d) / Math.sqrt(squared + 1e-12);
      alignment += along / Math.sqrt(dot(t, t, d)) / samples;
      plain += along * along / samples;
    }
    return new ManifoldGeometry(
        anchors,
        nearest,
        inside,
        1 / load,
        Math.sqrt(spread),
        d * alignment * alignment,
        Math.sqrt(size),
        plain);
  }

  private static int foremost(double[][] points, double[] t) {
    int best = 0;
    for (int i = 1; i < points.length; i++) {
      if (dot(t, points[i], t.length) > dot(t, points[best], t.length)) {
        best = i;
      }
    }
    return best;
  }

  private static double dot(double[] a, double[] b, int length) {
    double sum = 0;
    for (int i = 0; i < length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}

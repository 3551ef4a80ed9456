package org.robustgrid.analyses;

import java.util.Arrays;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.loss.LogitGap;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.analysis.AnalysisRequest;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.network.Query;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;

/**
 * Compares the gradient that a classifier returns with central differences of its logits, for each
 * sample. The function is the gap f = z_c − z_y to the nearest other class c; the directions u are
 * in {−1, 0, 1}^D.
 *
 * <p>The central difference with step h is (f(x + hu) − f(x − hu)) / 2h. It is measured with steps
 * of 0.025 %, 0.1 %, 0.4 % and 1.6 % of the domain's width, all with the same draw key. A step
 * counts if two conditions hold. First, the difference with four times the step agrees within a
 * fifth, which excludes kinks, rounding and curvature. Second, f should change by at least a
 * ten-thousandth of the largest logit, which is a thousand times the rounding error of a float. The
 * error of a direction is that of the best step: |difference − ⟨g, u⟩| divided by the larger of the
 * two. A staircase classifier (quantised inputs) whose gradient is that of its coarse shape passes;
 * one whose gradient is zero or points elsewhere does not. The points are the images with a little
 * noise, since equal pixels are ties in max pooling.
 */
final class FiniteDifferences {

  /** Number of random directions; the sign of the gradient is one more direction. */
  static final int RANDOM = 4;

  private static final int ADVERSARIAL = RANDOM;
  private static final double SMALLEST = 2.5e-4;
  private static final double RATIO = 4;

  /** The four steps, and one more to compare the last one with. */
  private static final int STEPS = 5;

  /**
   * Noise as a share of the domain's width: large compared with the smallest steps, so that few
   * ties remain within a step.
   */
  private static final double NOISE = 0.05;

  private static final double SAME = 0.2;
  private static final double RESOLVED = 1e-4;

  private final AnalysisRequest request;
  private final Classifier classifier;
  private final CleanBatch batch;
  private final Query query;
  private final double width;

  FiniteDifferences(AnalysisRequest request, CleanBatch batch) {
    this.request = request;
    this.classifier = request.model().classifier();
    this.batch = batch;
    this.query = new Query(batch.samples(), request.random().with("finite differences"));
    double range = request.domain().high() - request.domain().low();
    this.width = Double.isFinite(range) ? range : 1;
  }

  /**
   * Forward passes for each sample: one for the nearest class, and two for each step and direction.
   */
  static int forward() {
    return 1 + 2 * STEPS * (RANDOM + 1);
  }

  /**
   * Measures the mean error over the directions in which a sample can be measured.
   *
   * @return the relative error of each row; NaN if no direction can be measured
   */
  double[] errors() {
    double[] points = inside(HostArrays.read(batch.images()));
    double[] logits = logits(points);
    int rows = batch.labels().length;
    int length = points.length / rows;
    int[] rivals = rivals(logits);
    LossGradient answer =
        classifier.lossGradient(request.batch(points), query, new LogitGap(batch.labels(), rivals));
    double[] gradient = HostArrays.read(answer.gradient());
    double[] sum = new double[rows];
    int[] measured = new int[rows];
    for (int number = 0; number <= RANDOM; number++) {
      double[] directions = directions(number, gradient, rows, length);
      double[][] slopes = slopes(points, directions, rivals);
      for (int row = 0; row < rows; row++) {
        double told = 0;
        for (int i = row * length; i < (row + 1) * length; i++) {
          told += gradient[i] * directions[i];
        }
        double error = error(slopes[row], told, largest(logits, row));
        if (!Double.isNaN(error)) {
          sum[row] += error;
          measured[row]++;
        }
      }
    }
    double[] errors = new double[rows];
    for (int row = 0; row < rows; row++) {
      errors[row] = measured[row] == 0 ? Double.NaN : sum[row] / measured[row];
    }
    return errors;
  }

  /**
   * Moves the images away from the domain's bounds, so that no step leaves the domain, and adds
   * noise to every pixel. Equal pixels, such as those of a background, are a kink of max pooling,
   * where a gradient and a difference need not agree.
   */
  private double[] inside(double[] images) {
    Domain domain = request.domain();
    double margin = step(STEPS - 1);
    double[] points = new double[images.length];
    int length = images.length / batch.labels().length;
    for (int row = 0; row * length < points.length; row++) {
      RandomStream stream = query.row(row).with("point").stream();
      for (int i = row * length; i < (row + 1) * length; i++) {
        double moved = Math.max(domain.low() + margin, Math.min(domain.high() - margin, images[i]));
        boolean up = moved - domain.low() < domain.high() - moved;
        points[i] = moved + (up ? NOISE : -NOISE) * width * stream.nextDouble();
      }
    }
    return points;
  }

  private double step(int number) {
    return SMALLEST * Math.pow(RATIO, number) * width;
  }

  private double[] logits(double[] points) {
    request.monitor().check();
    return HostArrays.read(classifier.logits(request.batch(points), query));
  }

  private int[] rivals(double[] logits) {
    int classes = classifier.classes();
    int[] rivals = new int[batch.labels().length];
    for (int row = 0; row < rivals.length; row++) {
      int label = batch.labels()[row];
      rivals[row] = label == 0 ? 1 : 0;
      for (int c = 0; c < classes; c++) {
        if (c != label && logits[row * classes + c] > logits[row * classes + rivals[row]]) {
          rivals[row] = c;
        }
      }
    }
    return rivals;
  }

  private double largest(double[] logits, int row) {
    int classes = classifier.classes();
    return Arrays.stream(logits, row * classes, (row + 1) * classes).map(Math::abs).max().orElse(0);
  }

  private double[] directions(int number, double[] gradient, int rows, int length) {
    double[] directions = new double[gradient.length];
    for (int row = 0; row < rows; row++) {
      RandomKey key = query.row(row).with("direction").with(number);
      RandomStream stream = key.stream();
      for (int i = row * length; i < (row + 1) * length; i++) {
        directions[i] =
            number == ADVERSARIAL ? Math.signum(gradient[i]) : stream.nextDouble() < 0.5 ? -1 : 1;
      }
    }
    return directions;
  }

  /** Central differences, [row][step]. */
  private double[][] slopes(double[] points, double[] directions, int[] rivals) {
    double[][] slopes = new double[batch.labels().length][STEPS];
    for (int number = 0; number < STEPS; number++) {
      double step = step(number);
      double[] above = gaps(points, directions, step, rivals);
      double[] below = gaps(points, directions, -step, rivals);
      for (int row = 0; row < slopes.length; row++) {
        slopes[row][number] = (above[row] - below[row]) / (2 * step);
      }
    }
    return slopes;
  }

  private double[] gaps(double[] points, double[] directions, double step, int[] rivals) {
    double[] moved = new double[points.length];
    for (int i = 0; i < moved.length; i++) {
      moved[i] = points[i] + step * directions[i];
    }
    double[] logits = logits(moved);
    int classes = classifier.classes();
    double[] gaps = new double[rivals.length];
    for (int row = 0; row < gaps.length; row++) {
      gaps[row] = logits[row * classes + rivals[row]] - logits[row * classes + batch.labels()[row]];
    }
    return gaps;
  }

  /** The error of the best step; NaN if no step counts. */
  private double error(double[] slopes, double told, double largestLogit) {
    double best = Double.NaN;
    for (int number = 0; number + 1 < STEPS; number++) {
      double slope = slopes[number];
      double scale =
          Math.max(Math.max(Math.abs(slope), Math.abs(slopes[number + 1])), Math.abs(told));
      boolean resolved = 2 * step(number) * scale > RESOLVED * largestLogit && scale > 0;
      if (resolved && Math.abs(slope - slopes[number + 1]) <= SAME * scale) {
        double error = Math.abs(slope - told) / scale;
        best = Double.isNaN(best) ? error : Math.min(best, error);
      }
    }
    return best;
  }
}

package org.robustgrid.numerics.attack;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.loss.Softmax;
import org.robustgrid.numerics.norm.Ball;
import org.robustgrid.numerics.norm.Distances;
import org.robustgrid.numerics.norm.HyperplaneProjection;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.attack.ThreatModel;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.LossGradient;
import org.robustgrid.spi.network.Query;
import org.robustgrid.spi.random.RandomStream;

/** The state of one run of {@link FastAdaptiveBoundary}, over all rows of a batch. */
final class BoundarySearch {

  /** What AutoAttack adds to a gradient's norm before it divides by it. */
  private static final double TINY = 1e-12;

  /** The least length of a way when two are weighed against each other, as in AutoAttack. */
  private static final double SHORTEST = 1e-8;

  private final ThreatModel threat;
  private final Domain domain;
  private final Classifier classifier;
  private final int[] labels;
  private final long[] samples;
  private final Start start;
  private final int mostRivals;
  private final int[] targets;
  private final GradientHealth health;
  private final HyperplaneProjection projection;
  private final int rows;
  private final int length;

  private final double[] center;
  private final double[] point;
  private final double[] nearest;
  private final double[] distances;
  private final boolean[] searched;
  private final INDArray iterates;

  /** Of the boundary that is nearest so far: its distance, its normal and its offset. */
  private final double[] reach;

  private final double[] normal;
  private final double[] gap;

  private final double[] gradient;
  private final double[] fromPoint;
  private final double[] fromCenter;
  private Rivals rivals;

  /**
   * A run.
   *
   * @param mostRivals whose boundaries are looked for; 0 for all
   * @param targets each row's only rival; empty for all
   */
  BoundarySearch(
      ThreatModel threat,
      Domain domain,
      Classifier classifier,
      INDArray images,
      int[] labels,
      long[] samples,
      Start start,
      int mostRivals,
      int[] targets) {
    this.threat = threat;
    this.domain = domain;
    this.classifier = classifier;
    this.labels = labels;
    this.samples = samples;
    this.start = start;
    this.mostRivals = mostRivals;
    this.targets = targets;
    this.rows = labels.length;
    this.health = new GradientHealth(rows);
    this.projection = new HyperplaneProjection(threat.norm(), domain);
    this.center = HostArrays.read(images);
    this.length = center.length / Math.max(1, rows);
    this.point = center.clone();
    this.nearest = center.clone();
    this.distances = new double[rows];
    Arrays.fill(distances, Double.POSITIVE_INFINITY);
    this.searched = new boolean[rows];
    this.iterates = images.dup('c');
    this.reach = new double[rows];
    this.gap = new double[rows];
    this.normal = new double[center.length];
    this.gradient = new double[center.length];
    this.fromPoint = new double[center.length];
    this.fromCenter = new double[center.length];
  }

  INDArray iterates() {
    return iterates;
  }

  boolean[] vanished() {
    return health.vanished();
  }

  /**
   * Rows that could not be moved in a step, and those of which a rival was never seen: its boundary
   * may be nearer than what was found.
   */
  boolean[] notFinite() {
    boolean[] flags = health.notFinite().clone();
    for (int row = 0; rivals != null && row < rows; row++) {
      flags[row] |= rivals.everLeftOut(row);
    }
    return flags;
  }

  double[] nearest() {
    return nearest;
  }

  double[] distances() {
    return distances;
  }

  boolean searching() {
    for (boolean row : searched) {
      if (row) {
        return true;
      }
    }
    return false;
  }

  /** Finds the rows that are classified correctly, and takes them to their starts. */
  void begin() {
    double[] logits = logits(-1);
    int[] predictions = predictions(logits);
    rivals =
        targets.length > 0
            ? new Rivals(labels, targets)
            : new Rivals(labels, logits, classifier.classes(), mostRivals);
    if (start.given().isPresent()) {
      HostArrays.read(start.given().get(), point);
    }
    for (int row = 0; row < rows; row++) {
      searched[row] = predictions[row] == labels[row];
      int offset = row * length;
      if (!searched[row]) {
        distances[row] = 0;
        System.arraycopy(center, offset, point, offset, length);
      } else if (start.given().isEmpty() && start.restart() > 0) {
        drawStart(start.noise(samples[row]).stream(), offset);
      }
    }
    settle();
  }

  /** Half the radius away from the image, in a random direction. */
  private void drawStart(RandomStream random, int offset) {
    if (threat.norm() == Norm.L1) {
      double sum = 0;
      for (int i = offset; i < offset + length; i++) {
        point[i] = random.nextGaussian();
        sum += Math.abs(point[i]);
      }
      for (int i = offset; i < offset + length; i++) {
        point[i] = center[i] + startRadius() / 2 * point[i] / sum;
      }
      return;
    }
    Ball ball = Ball.of(new ThreatModel(threat.norm(), startRadius()));
    ball.drawOnSphere(random, center, point, offset, length);
    for (int i = offset; i < offset + length; i++) {
      point[i] = center[i] + (point[i] - center[i]) / 2;
    }
  }

  /** Epsilon; without one AutoAttack's default in the norm, for values in [0, 1]. */
  private double startRadius() {
    double range = domain.high() - domain.low();
    if (threat.bounded() || Double.isInfinite(range)) {
      return threat.bounded() ? threat.epsilon() : 1;
    }
    return range
        * switch (threat.norm()) {
          case LINF -> 0.3;
          case L2 -> 1;
          default -> 5;
        };
  }

  /**
   * Clips to the box and rounds to the model's precision, so that what is judged is what counts.
   */
  private void settle() {
    boolean single = iterates.dataType() == DataType.FLOAT;
    for (int i = 0; i < point.length; i++) {
      double clipped = domain.clip(point[i]);
      float rounded = (float) clipped;
      if (single && rounded != clipped) {
        // towards the box where rounding left it
        clipped =
            rounded > domain.high()
                ? Math.nextDown(rounded)
                : rounded < domain.low() ? Math.nextUp(rounded) : rounded;
      }
      point[i] = clipped;
    }
    HostArrays.write(point, iterates);
  }

  private double[] logits(int step) {
    Query query = new Query(samples, start.random().with("judge").with(start.restart()).with(step));
    return HostArrays.read(classifier.logits(iterates, query));
  }

  private int[] predictions(double[] logits) {
    int classes = logits.length / Math.max(1, rows);
    int[] predictions = new int[rows];
    for (int row = 0; row < rows; row++) {
      predictions[row] = Softmax.prediction(logits, row * classes, classes);
    }
    return predictions;
  }

  /** Takes every searched row one step along the boundary that is nearest to it. */
  void step(int step, double largestMix, double overshoot) {
    linearise(step);
    for (int row = 0; row < rows; row++) {
      int offset = row * length;
      if (searched[row] && health.norm(row, normal, offset, length) > 0) {
        advance(row, offset, largestMix, overshoot);
      }
    }
    settle();
  }

  /**
   * The nearest boundary of each row, as if the classifier were linear around its iterate; a rival
   * whose gap or gradient is not finite is left out. Where none is left the normal is NaN.
   */
  private void linearise(int step) {
    Arrays.fill(reach, Double.POSITIVE_INFINITY);
    Arrays.fill(normal, Double.NaN);
    for (int rival = 0; rival < rivals.count(); rival++) {
      Query query = new Query(samples, start.draw(step).with(rival));
      LossGradient answer = classifier.lossGradient(iterates, query, rivals.gap(rival));
      HostArrays.read(answer.gradient(), gradient);
      for (int row = 0; row < rows; row++) {
        int offset = row * length;
        double steepness = dualNorm(gradient, offset);
        double distance = Math.abs(answer.losses()[row]) / (TINY + steepness);
        // an infinite gradient would put the boundary at distance 0
        boolean finite = Double.isFinite(steepness) && Double.isFinite(distance);
        if (searched[row]) {
          rivals.note(row, rival, finite);
        }
        if (finite && distance < reach[row]) {
          reach[row] = distance;
          gap[row] = answer.losses()[row];
          System.arraycopy(gradient, offset, normal, offset, length);
        }
      }
    }
  }

  /** The norm in which a gradient measures distances: L1 for L∞, L2 for L2, L∞ for L1. */
  private double dualNorm(double[] values, int offset) {
    if (threat.norm() == Norm.L2) {
      return Distances.euclidean(values, offset, length);
    }
    if (threat.norm() == Norm.L1) {
      return largest(values, offset);
    }
    return absoluteSum(values, offset);
  }

  private double absoluteSum(double[] values, int offset) {
    double sum = 0;
    for (int i = offset; i < offset + length; i++) {
      sum += Math.abs(values[i]);
    }
    return sum;
  }

  private void advance(int row, int offset, double largestMix, double overshoot) {
    double shift = gap[row];
    for (int i = offset; i < offset + length; i++) {
      shift -= normal[i] * point[i];
    }
    projection.way(point, normal, shift, fromPoint, offset, length);
    projection.way(center, normal, shift, fromCenter, offset, length);
    double own = Math.max(SHORTEST, norm(fromPoint, offset));
    double other = Math.max(SHORTEST, norm(fromCenter, offset));
    double mix = Math.min(own / (own + other), largestMix);
    for (int i = offset; i < offset + length; i++) {
      point[i] =
          (point[i] + overshoot * fromPoint[i]) * (1 - mix)
              + (center[i] + overshoot * fromCenter[i]) * mix;
    }
  }

  private double norm(double[] values, int offset) {
    if (threat.norm() == Norm.L2) {
      return Distances.euclidean(values, offset, length);
    }
    return threat.norm() == Norm.L1 ? absoluteSum(values, offset) : largest(values, offset);
  }

  private double largest(double[] values, int offset) {
    double largest = 0;
    for (int i = offset; i < offset + length; i++) {
      largest = Math.max(largest, Math.abs(values[i]));
    }
    return largest;
  }

  /** Remembers misclassified iterates that are nearer than before, and pulls them back. */
  void judge(int step, double pullBack) {
    int[] predictions = predictions(logits(step));
    for (int row = 0; row < rows; row++) {
      if (!searched[row] || predictions[row] < 0 || predictions[row] == labels[row]) {
        continue;
      }
      int offset = row * length;
      double distance = Distances.between(threat.norm(), center, point, offset, length);
      if (distance < distances[row]) {
        distances[row] = distance;
        System.arraycopy(point, offset, nearest, offset, length);
      }
      for (int i = offset; i < offset + length; i++) {
        point[i] = center[i] + (point[i] - center[i]) * pullBack;
      }
    }
    settle();
  }
}

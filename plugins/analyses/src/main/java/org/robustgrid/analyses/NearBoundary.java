package org.robustgrid.analyses;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.spi.analysis.AnalysisRequest;
import org.robustgrid.spi.network.Classifier;
import org.robustgrid.spi.network.Query;
import org.robustgrid.spi.random.RandomKey;

/**
 * Compares the decisions of a deterministic classifier near its boundary, where even little noise
 * changes them. The points are on the line from each sample to another sample of the batch with
 * another prediction, just beyond the boundary that six bisections find. If there is no such other
 * sample, the point is the sample itself.
 *
 * <p>The decision must be the class of the largest logit or an abstention, and the same with
 * another key. Points at which the two largest logits are almost equal do not count.
 */
final class NearBoundary {

  private static final int HALVINGS = 6;

  /**
   * Two logits that differ by less than this share of the spread of all logits may swap by
   * rounding.
   */
  private static final double EQUAL = 1e-4;

  private final AnalysisRequest request;
  private final Classifier classifier;
  private final RandomKey draw;

  NearBoundary(AnalysisRequest request, RandomKey draw) {
    this.request = request;
    this.classifier = request.model().classifier();
    this.draw = draw;
  }

  /**
   * Forward passes for each sample: its class, the bisections, the logits at the point, and two
   * decisions.
   */
  static int forward() {
    return HALVINGS + 4;
  }

  /** Returns the samples of a batch near which decisions contradict the logits or each other. */
  List<Integer> contradicted(CleanBatch batch) {
    double[] points = behindTheBoundary(batch);
    double[][] logits = logits(batch, points);
    int[] decided = decisions(batch, points, 0);
    int[] again = decisions(batch, points, 1);
    List<Integer> found = new ArrayList<>();
    for (int row = 0; row < logits.length; row++) {
      int largest = largest(logits[row]);
      boolean other = decided[row] != largest && decided[row] != Classifier.ABSTAIN;
      if (apart(logits[row], largest) && (other || decided[row] != again[row])) {
        found.add((int) batch.samples()[row]);
      }
    }
    return found;
  }

  private double[] behindTheBoundary(CleanBatch batch) {
    double[] images = HostArrays.read(batch.images());
    int rows = batch.labels().length;
    int length = images.length / rows;
    int[] classes = classes(logits(batch, images));
    int[] partners = partners(classes);
    double[] within = new double[rows];
    double[] behind = new double[rows];
    Arrays.fill(behind, 1);
    double[] points = images.clone();
    for (int halving = 0; halving <= HALVINGS; halving++) {
      for (int row = 0; row < rows; row++) {
        double share = halving == HALVINGS ? behind[row] : (within[row] + behind[row]) / 2;
        for (int i = 0; i < length; i++) {
          double own = images[row * length + i];
          points[row * length + i] = own + share * (images[partners[row] * length + i] - own);
        }
      }
      if (halving < HALVINGS) {
        int[] there = classes(logits(batch, points));
        for (int row = 0; row < rows; row++) {
          double middle = (within[row] + behind[row]) / 2;
          within[row] = there[row] == classes[row] ? middle : within[row];
          behind[row] = there[row] == classes[row] ? behind[row] : middle;
        }
      }
    }
    return points;
  }

  /** The next row of another class, or the row itself. */
  private static int[] partners(int... classes) {
    int[] partners = new int[classes.length];
    for (int row = 0; row < classes.length; row++) {
      partners[row] = row;
      for (int step = 1; step < classes.length && partners[row] == row; step++) {
        int other = (row + step) % classes.length;
        partners[row] = classes[other] == classes[row] ? row : other;
      }
    }
    return partners;
  }

  private double[][] logits(CleanBatch batch, double[] points) {
    request.monitor().check();
    return classifier.logits(request.batch(points), query(batch, 0)).toDoubleMatrix();
  }

  private int[] decisions(CleanBatch batch, double[] points, int number) {
    request.monitor().check();
    return classifier.decisions(request.batch(points), query(batch, number)).clone();
  }

  private Query query(CleanBatch batch, int number) {
    return new Query(batch.samples(), draw.with(number));
  }

  private static int[] classes(double[]... logits) {
    return Arrays.stream(logits).mapToInt(NearBoundary::largest).toArray();
  }

  private static int largest(double... logits) {
    int best = 0;
    for (int c = 1; c < logits.length; c++) {
      best = logits[c] > logits[best] ? c : best;
    }
    return best;
  }

  private static boolean apart(double[] logits, int largest) {
    double second = Double.NEGATIVE_INFINITY;
    double smallest = logits[largest];
    for (int c = 0; c < logits.length; c++) {
      second = c == largest ? second : Math.max(second, logits[c]);
      smallest = Math.min(smallest, logits[c]);
    }
    return logits[largest] - second > EQUAL * (logits[largest] - smallest);
  }
}

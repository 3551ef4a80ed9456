package org.robustgrid.numerics.attack.distance;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.attack.AttackBatch;
import org.robustgrid.numerics.loss.Softmax;
import org.robustgrid.numerics.norm.Distances;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.StoppedException;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.LossGradient;

/**
 * DeepFool (Moosavi-Dezfooli, Fawzi and Frossard 2016): steps onto the nearest boundary of the
 * linearised classifier until the image is misclassified. Untargeted, in L2 and L∞.
 *
 * <p>Gaps are of logits; of log-probabilities they are the same. The nearest boundary's distance is
 * lengthened by 1e-4, as in the authors' code.
 *
 * @param norm L2 or L∞
 * @param steps at most
 * @param candidates classes looked at, those of the largest clean logits, the predicted one
 *     included
 * @param overshoot how far beyond the boundary the answer lies, as a share of the way
 * @since 0.1
 */
public record DeepFool(Norm norm, int steps, int candidates, double overshoot) {

  private static final double TINY = 1e-8;
  private static final double EXTRA = 1e-4;

  public DeepFool {
    if (norm != Norm.L2 && norm != Norm.LINF) {
      throw new IllegalArgumentException("DeepFool is defined for l2 and linf, not " + norm.id());
    }
    if (candidates < 2 || steps < 0 || !(overshoot >= 0)) {
      throw new IllegalArgumentException(
          "DeepFool needs 2 candidates, no negative steps and no negative overshoot");
    }
  }

  /** Searches; unbroken rows keep their last iterates, without a distance. */
  public NearestPoints run(AttackBatch batch) {
    NearestPoints nearest = new NearestPoints(batch, norm);
    double[] way = new double[batch.originals().length];
    double[] q = batch.originals().clone();
    boolean[] open = new boolean[batch.rows()];
    Arrays.fill(open, true);
    try {
      int[][] order = order(batch, batch.logits(q), nearest, open);
      for (int step = 0;
          step < steps && IntStream.range(0, open.length).anyMatch(r -> open[r]);
          step++) {
        batch.attend(open);
        advance(batch, order, q, way, open);
        close(batch, batch.logits(q), nearest, open);
      }
    } catch (StoppedException e) {
      return nearest;
    }
    return nearest;
  }

  private int[][] order(AttackBatch batch, double[] logits, NearestPoints nearest, boolean[] open) {
    int classes = batch.classes();
    int[][] order = new int[batch.rows()][];
    for (int row = 0; row < order.length; row++) {
      int offset = row * classes;
      order[row] =
          IntStream.range(0, classes)
              .boxed()
              .sorted(Comparator.comparingDouble((Integer k) -> logits[offset + k]).reversed())
              .limit(candidates)
              .mapToInt(Integer::intValue)
              .toArray();
    }
    close(batch, logits, nearest, open);
    return order;
  }

  private void close(AttackBatch batch, double[] logits, NearestPoints nearest, boolean[] open) {
    for (int row = 0; row < open.length; row++) {
      int prediction = Softmax.prediction(logits, row * batch.classes(), batch.classes());
      if (open[row] && batch.wants(row, prediction)) {
        nearest.keep(row);
        open[row] = false;
      }
    }
  }

  private void advance(AttackBatch batch, int[][] order, double[] q, double[] way, boolean[] open) {
    int length = batch.length();
    double[] reach = new double[open.length];
    Arrays.fill(reach, Double.POSITIVE_INFINITY);
    double[] normal = new double[q.length];
    double[] slopes = new double[q.length];
    int rivals = Arrays.stream(order).mapToInt(row -> row.length).max().orElse(0);
    for (int rival = 1; rival < rivals; rival++) {
      LossGradient answer = batch.gradient(q, gap(order, rival));
      HostArrays.read(answer.gradient(), slopes);
      for (int row = 0; row < open.length; row++) {
        double distance =
            Math.abs(answer.losses()[row]) / (dualNorm(slopes, row * length, length) + TINY);
        if (distance < reach[row]) {
          reach[row] = distance;
          System.arraycopy(slopes, row * length, normal, row * length, length);
        }
      }
    }
    for (int row = 0; row < open.length; row++) {
      if (open[row] && Double.isFinite(reach[row])) {
        move(batch, q, way, normal, row * length, reach[row] + EXTRA);
      }
    }
  }

  private void move(
      AttackBatch batch, double[] q, double[] way, double[] normal, int from, double distance) {
    int length = batch.length();
    double scale = distance / (Distances.euclidean(normal, from, length) + TINY);
    for (int i = from; i < from + length; i++) {
      way[i] += norm == Norm.L2 ? scale * normal[i] : distance * Math.signum(normal[i]);
      q[i] = batch.domain().clip(batch.originals()[i] + (1 + overshoot) * way[i]);
    }
  }

  private double dualNorm(double[] slopes, int from, int length) {
    if (norm == Norm.L2) {
      return Distances.euclidean(slopes, from, length);
    }
    double sum = 0;
    for (int i = from; i < from + length; i++) {
      sum += Math.abs(slopes[i]);
    }
    return sum;
  }

  /** z_k − z_{k₀} of each row's candidate. */
  private static Loss gap(int[][] order, int rival) {
    return (row, logits, gradient) -> {
      Arrays.fill(gradient, 0);
      int other = order[row][Math.min(rival, order[row].length - 1)];
      gradient[other] += 1;
      gradient[order[row][0]] -= 1;
      return logits[other] - logits[order[row][0]];
    };
  }
}

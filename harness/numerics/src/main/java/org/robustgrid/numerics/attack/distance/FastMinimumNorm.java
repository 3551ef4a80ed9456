package org.robustgrid.numerics.attack.distance;

import java.util.Arrays;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.attack.AttackBatch;
import org.robustgrid.numerics.loss.LogitMargin;
import org.robustgrid.numerics.loss.Softmax;
import org.robustgrid.numerics.norm.BoxedL1Projection;
import org.robustgrid.numerics.norm.Distances;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.StoppedException;
import org.robustgrid.spi.network.LossGradient;

/**
 * FMN, the fast minimum-norm attack (Pintor, Roli, Brendel and Biggio 2021, algorithm 1), in L∞,
 * L2, L1 and L0: steps down the margin, projected onto a ball whose radius follows the boundary.
 *
 * @param norm of the distances
 * @param steps at least 1
 * @param largestStep of a normalised gradient, at the first step
 * @param smallestStep towards which it is annealed
 * @param gamma share by which the radius changes at the first step; annealed to 0.001
 * @param projected whether iterates are projected onto the ball; Foolbox 3.3.4 leaves this out in
 *     L2 by a slip
 * @since 0.1
 */
public record FastMinimumNorm(
    Norm norm,
    int steps,
    double largestStep,
    double smallestStep,
    double gamma,
    boolean projected) {

  private static final double TINY = 1e-12;
  private static final double SMALLEST_GAMMA = 0.001;

  /** Searches for the nearest points. */
  public NearestPoints run(AttackBatch batch) {
    return new Run(batch).search();
  }

  /** The norm of the widest perturbation that the box allows each row; its size for L0. */
  static double[] widest(AttackBatch batch, Norm norm) {
    double[] x = batch.originals();
    double[] corner = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      double up = batch.domain().high() - x[i];
      double down = x[i] - batch.domain().low();
      corner[i] = norm == Norm.L0 ? 1 : Math.max(up, down);
    }
    double[] zero = new double[x.length];
    double[] widest = new double[batch.rows()];
    for (int row = 0; row < widest.length; row++) {
      widest[row] = Distances.between(norm, corner, zero, row * batch.length(), batch.length());
    }
    return widest;
  }

  private final class Run {
    private final AttackBatch batch;
    private final NearestPoints nearest;
    private final int length;
    private final double[] delta;
    private final double[] q;
    private final double[] zero;
    private final double[] gradient;
    private final double[] epsilon;
    private final double[] widest;
    private final double[] best;
    private final boolean[] found;

    private Run(AttackBatch batch) {
      this.batch = batch;
      this.nearest = new NearestPoints(batch, norm);
      this.length = batch.length();
      this.q = batch.originals().clone();
      this.delta = new double[q.length];
      this.zero = new double[q.length];
      this.gradient = new double[q.length];
      this.epsilon = new double[batch.rows()];
      Arrays.fill(epsilon, norm == Norm.L0 ? 1 : Double.POSITIVE_INFINITY);
      this.widest = widest(batch, norm);
      this.best = widest.clone();
      this.found = new boolean[batch.rows()];
    }

    private NearestPoints search() {
      CosineAnnealing size = new CosineAnnealing(largestStep, smallestStep);
      CosineAnnealing change = new CosineAnnealing(gamma, SMALLEST_GAMMA);
      int[] deciding = new int[batch.rows()];
      Arrays.setAll(deciding, batch::decidingClass);
      try {
        for (int step = 0; step < steps; step++) {
          LossGradient answer = batch.gradient(q, new LogitMargin(deciding, batch.targeted()));
          double[] logits = HostArrays.read(answer.logits());
          HostArrays.read(answer.gradient(), gradient);
          for (int row = 0; row < batch.rows(); row++) {
            int prediction = Softmax.prediction(logits, row * batch.classes(), batch.classes());
            boolean adversarial = batch.wants(row, prediction);
            if (adversarial && nearest.asked(row) <= best[row]) {
              nearest.keep(row);
              best[row] = nearest.distances()[row];
            }
            found[row] |= adversarial;
            resize(row, adversarial, answer.losses()[row], change.at(step, steps));
            move(row, size.at(step, steps));
          }
        }
      } catch (StoppedException e) {
        return nearest;
      }
      return nearest;
    }

    private void resize(int row, boolean adversarial, double margin, double change) {
      double radius = epsilon[row];
      if (norm == Norm.L0) {
        radius =
            adversarial
                ? Math.min(Math.min(radius - 1, (int) (radius * (1 - change))), best[row])
                : Math.max(radius + 1, (int) (radius * (1 + change)));
        radius = Math.max(1, radius);
      } else if (adversarial) {
        radius = Math.min(radius * (1 - change), best[row]);
      } else if (found[row]) {
        radius *= 1 + change;
      } else {
        double own = Distances.between(norm, delta, zero, row * length, length);
        double slope = dualNorm(row);
        // without a slope the boundary may lie anywhere
        radius = slope > 0 ? own + Math.abs(margin) / slope : widest[row];
      }
      epsilon[row] = Math.min(radius, widest[row]);
    }

    private double dualNorm(int row) {
      int from = row * length;
      if (norm == Norm.L2) {
        return Distances.euclidean(gradient, from, length);
      }
      Norm dual = norm == Norm.LINF ? Norm.L1 : Norm.LINF;
      return Distances.between(dual, gradient, zero, from, length);
    }

    private void move(int row, double size) {
      int from = row * length;
      double scale = size / Math.max(Distances.euclidean(gradient, from, length), TINY);
      for (int i = from; i < from + length; i++) {
        delta[i] -= scale * gradient[i];
      }
      if (projected) {
        project(from, epsilon[row]);
      }
      double[] x = batch.originals();
      for (int i = from; i < from + length; i++) {
        q[i] = batch.domain().clip(x[i] + delta[i]);
        delta[i] = q[i] - x[i];
      }
    }

    private void project(int from, double radius) {
      switch (norm) {
        case LINF -> {
          for (int i = from; i < from + length; i++) {
            delta[i] = Math.max(-radius, Math.min(radius, delta[i]));
          }
        }
        case L2 -> {
          double own = Math.max(Distances.euclidean(delta, from, length), TINY);
          double scale = Math.min(1, radius / own);
          for (int i = from; i < from + length; i++) {
            delta[i] *= scale;
          }
        }
        case L1 -> BoxedL1Projection.project(zero, delta, from, length, radius, Domain.UNBOUNDED);
        default -> keepLargest(from, (int) radius + 1);
      }
    }

    /** Zeroes what is smaller than the {@code count}-th largest coordinate. */
    private void keepLargest(int from, int count) {
      if (count >= length) {
        return;
      }
      double[] sizes = new double[length];
      for (int i = 0; i < length; i++) {
        sizes[i] = Math.abs(delta[from + i]);
      }
      Arrays.sort(sizes);
      double least = sizes[length - count];
      for (int i = from; i < from + length; i++) {
        if (Math.abs(delta[i]) < least) {
          delta[i] = 0;
        }
      }
    }
  }
}

package org.robustgrid.numerics.attack;

import java.util.Arrays;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.loss.Softmax;
import org.robustgrid.numerics.norm.BoxedL1Projection;
import org.robustgrid.numerics.norm.FeasibleSet;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.StoppedException;
import org.robustgrid.spi.attack.ThreatModel;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.LossGradient;

/**
 * APGD in the L1 norm (Croce and Hein 2021, Mind the box, algorithm 1): steps along the largest
 * coordinates of the gradient only, projected onto ball and box; how many coordinates, and how long
 * a step, follow from how sparse the best point is.
 *
 * <p>Moved coordinates are counted with a tolerance of 1e-12. AutoAttack compares exactly, so that
 * its whole run hangs on whether a coordinate that has returned misses the image by a last bit.
 *
 * @param epsilon radius
 * @param steps at least 0
 * @param domain the box
 * @since 0.1
 */
public record SparseApgd(double epsilon, int steps, Domain domain) {

  private static final double START_SHARE = 0.2;
  private static final double MOVED = 1e-12;

  /** The nearest point of ball and box of each row, in place. */
  public void project(double[] center, double[] points, int length) {
    for (int offset = 0; offset < points.length; offset += length) {
      BoxedL1Projection.project(center, points, offset, length, epsilon, domain);
    }
  }

  /**
   * Attacks a batch once.
   *
   * @param labels each row's class: a sample is broken when another one is predicted
   * @param loss ascended
   * @param start points, C order; clipped to the box
   * @param drawn whether the start is noise: the first steps then move a fifth of the coordinates,
   *     and otherwise as many as the start's own sparsity says
   * @param random keys a randomised model's draws
   */
  public ApgdResult run(
      GradientSource source,
      INDArray images,
      int[] labels,
      long[] samples,
      Loss loss,
      double[] start,
      boolean drawn,
      Start random) {
    Run run = new Run(images, labels, samples, start, drawn);
    Optional<StoppedException> stopped = Optional.empty();
    try {
      run.evaluate(source, loss, random, 0);
      run.takeStart();
      int interval = Math.max((int) (0.04 * steps), 1);
      for (int step = 0; step < steps; step++) {
        run.advance();
        run.evaluate(source, loss, random, step + 1);
        run.improve();
        if ((step + 1) % interval == 0) {
          run.check();
        }
      }
    } catch (StoppedException e) {
      stopped = Optional.of(e);
    }
    return run.result(stopped);
  }

  private final class Run {
    private final int[] labels;
    private final long[] samples;
    private final int rows;
    private final int length;
    private final double[] center;
    private final double[] q;
    private final double[] gradient;
    private final double[] best;
    private final double[] bestGradient;
    private final double[] adversarial;
    private final double[] losses;
    private final double[] bestLoss;
    private final double[] share;
    private final double[] size;
    private final double[] moved;
    private final boolean[] robust;
    private final boolean[] broken;
    private final GradientHealth health;
    private final INDArray points;
    private final FeasibleSet feasible;
    private boolean started;

    private Run(INDArray images, int[] labels, long[] samples, double[] start, boolean drawn) {
      this.labels = labels;
      this.samples = samples;
      this.rows = labels.length;
      this.center = HostArrays.read(images);
      this.length = center.length / Math.max(1, rows);
      this.q = Arrays.stream(start).map(domain::clip).toArray();
      this.points = images.dup('c');
      this.feasible = new FeasibleSet(new ThreatModel(Norm.L1, epsilon), domain, images.dataType());
      this.gradient = new double[q.length];
      this.best = q.clone();
      this.bestGradient = new double[q.length];
      this.adversarial = q.clone();
      this.losses = new double[rows];
      this.bestLoss = new double[rows];
      Arrays.fill(bestLoss, Double.NaN);
      this.share = new double[rows];
      this.moved = new double[rows];
      for (int row = 0; row < rows; row++) {
        moved[row] = drawn ? length : moved(q, row);
        share[row] = drawn ? START_SHARE : moved[row] / length / 1.5;
      }
      this.size = new double[rows];
      Arrays.fill(size, epsilon);
      this.robust = new boolean[rows];
      Arrays.fill(robust, true);
      this.broken = new boolean[rows];
      this.health = new GradientHealth(rows);
    }

    private int moved(double[] at, int row) {
      int count = 0;
      for (int i = row * length; i < (row + 1) * length; i++) {
        count += Math.abs(at[i] - center[i]) > MOVED ? 1 : 0;
      }
      return count;
    }

    private void evaluate(GradientSource source, Loss loss, Start random, int step) {
      for (int offset = 0; offset < q.length; offset += length) {
        feasible.finish(center, q, offset, length);
      }
      HostArrays.write(q, points);
      LossGradient answer = source.evaluate(points, samples, random.draw(step), loss);
      double[] logits = HostArrays.read(answer.logits());
      HostArrays.read(answer.gradient(), gradient);
      System.arraycopy(answer.losses(), 0, losses, 0, rows);
      int classes = logits.length / rows;
      for (int row = 0; row < rows; row++) {
        health.norm(row, gradient, row * length, length);
        int prediction = Softmax.prediction(logits, row * classes, classes);
        broken[row] = prediction >= 0 && prediction != labels[row];
        robust[row] &= !broken[row];
        if (broken[row] && started) {
          copy(q, adversarial, row);
        }
      }
      started = true;
    }

    private void takeStart() {
      System.arraycopy(losses, 0, bestLoss, 0, rows);
      System.arraycopy(gradient, 0, bestGradient, 0, gradient.length);
    }

    private void copy(double[] from, double[] to, int row) {
      System.arraycopy(from, row * length, to, row * length, length);
    }

    private void advance() {
      double[] sizes = new double[length];
      for (int row = 0; row < rows; row++) {
        int offset = row * length;
        for (int i = 0; i < length; i++) {
          sizes[i] = Math.abs(gradient[offset + i]);
        }
        Arrays.sort(sizes);
        int least = (int) ((1 - share[row]) * length);
        double threshold = sizes[Math.max(0, Math.min(least, length - 1))];
        double count = 0;
        for (int i = offset; i < offset + length; i++) {
          boolean steep = Math.abs(gradient[i]) >= threshold;
          gradient[i] = steep ? Math.signum(gradient[i]) : 0;
          count += Math.abs(gradient[i]);
        }
        if (!(count > 0)) {
          // a vanished or broken gradient leaves the row where it is
          continue;
        }
        for (int i = offset; i < offset + length; i++) {
          double u = q[i] + size[row] * gradient[i] / (count + 1e-10) - center[i];
          q[i] = center[i] + u;
        }
        BoxedL1Projection.project(center, q, offset, length, epsilon, domain);
      }
    }

    private void improve() {
      for (int row = 0; row < rows; row++) {
        if (losses[row] > bestLoss[row]) {
          bestLoss[row] = losses[row];
          copy(q, best, row);
          copy(gradient, bestGradient, row);
        }
      }
    }

    private void check() {
      for (int row = 0; row < rows; row++) {
        double count = moved(best, row);
        boolean sparse = count / moved[row] < 0.95;
        share[row] = count / length / 1.5;
        size[row] = Math.max(epsilon / 10, Math.min(epsilon, sparse ? epsilon : size[row] / 1.5));
        moved[row] = count;
        if (sparse) {
          copy(best, q, row);
          copy(bestGradient, gradient, row);
        }
      }
    }

    private ApgdResult result(Optional<StoppedException> stopped) {
      INDArray bests = points.dup('c');
      HostArrays.write(best, bests);
      INDArray adversarials = points.dup('c');
      HostArrays.write(adversarial, adversarials);
      return new ApgdResult(
          robust, bestLoss, bests, adversarials, health.vanished(), health.notFinite(), stopped);
    }
  }
}

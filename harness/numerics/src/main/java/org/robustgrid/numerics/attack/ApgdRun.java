package org.robustgrid.numerics.attack;

import java.util.Arrays;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.loss.Softmax;
import org.robustgrid.numerics.norm.FeasibleSet;
import org.robustgrid.spi.Loss;
import org.robustgrid.spi.LossGradient;
import org.robustgrid.spi.StoppedException;

/**
 * One run of APGD over one batch: its state and its steps.
 *
 * <p>Samples that fell keep running: the reference answers with the last misclassified iterate, not
 * with the first.
 */
final class ApgdRun {

  private static final double MOMENTUM = 0.75;

  private final AutoProjectedGradientDescent attack;
  private final FeasibleSet feasible;
  private final Moves moves;
  private final int[] labels;
  private final int rows;
  private final int length;
  private final double[] center;
  private final double[] point;
  private final double[] previous;
  private final double[] gradient;
  private final double[] best;
  private final double[] bestGradient;
  private final double[] norm;
  private final double[] bestNorm;
  private final double[] adversarial;
  private final double[] bestLoss;
  private final boolean[] robust;
  private final boolean[] unkept;
  private final GradientHealth health;
  private final INDArray iterates;
  private double[] logits = {};
  private boolean moved;

  ApgdRun(
      AutoProjectedGradientDescent attack,
      INDArray images,
      int[] labels,
      long[] samples,
      Start start) {
    this.attack = attack;
    this.feasible = new FeasibleSet(attack.threat(), attack.domain(), images.dataType());
    this.moves = Moves.of(feasible, images.dataType());
    this.labels = labels;
    this.rows = labels.length;
    this.length = Math.toIntExact(images.length() / Math.max(1, rows));
    this.center = HostArrays.read(images);
    this.point = HostArrays.read(start.given().orElse(images));
    for (int row = 0; row < rows; row++) {
      int offset = row * length;
      if (start.given().isEmpty()) {
        feasible
            .ball()
            .drawOnSphere(start.noise(samples[row]).stream(), center, point, offset, length);
      }
      feasible.settle(center, point, offset, length);
    }
    moves.around(center, point.length);
    this.previous = point.clone();
    this.gradient = new double[point.length];
    this.best = point.clone();
    this.bestGradient = new double[point.length];
    this.norm = new double[rows];
    this.bestNorm = new double[rows];
    this.adversarial = point.clone();
    this.bestLoss = new double[rows];
    Arrays.fill(bestLoss, Double.NaN);
    this.robust = new boolean[rows];
    Arrays.fill(robust, true);
    this.unkept = new boolean[rows];
    this.health = new GradientHealth(rows);
    this.iterates = Nd4j.createUninitialized(images.dataType(), images.shape(), 'c');
  }

  ApgdResult run(GradientSource source, long[] samples, Loss loss, Start start) {
    Optional<StoppedException> stopped = Optional.empty();
    try {
      HostArrays.write(point, iterates);
      attack.observer().iterate(0, iterates);
      double[] losses = evaluate(source, samples, loss, start, 0);
      System.arraycopy(losses, 0, bestLoss, 0, rows);
      System.arraycopy(gradient, 0, bestGradient, 0, gradient.length);
      System.arraycopy(norm, 0, bestNorm, 0, rows);
      ascend(source, samples, loss, start);
    } catch (StoppedException e) {
      stopped = Optional.of(e);
    }
    for (int row = 0; row < rows; row++) {
      keep(row, moved ? previous : point);
    }
    return new ApgdResult(
        robust,
        bestLoss,
        array(best),
        array(adversarial),
        health.vanished(),
        health.notFinite(),
        stopped);
  }

  private void ascend(GradientSource source, long[] samples, Loss loss, Start start) {
    double epsilon = feasible.ball().epsilon();
    AdaptiveStepSize sizes = new AdaptiveStepSize(rows, epsilon, attack.rho(), bestLoss);
    CheckpointSchedule schedule = new CheckpointSchedule(attack.steps());
    for (int step = 0; step < attack.steps(); step++) {
      for (int row = 0; row < rows; row++) {
        double momentum = step == 0 ? 1 : MOMENTUM;
        moves.accelerate(
            point, previous, gradient, norm[row], row * length, length, sizes.size(row), momentum);
      }
      moved = true;
      HostArrays.write(point, iterates);
      double[] losses = evaluate(source, samples, loss, start, step + 1);
      for (int row = 0; row < rows; row++) {
        if (losses[row] > bestLoss[row]) {
          bestLoss[row] = losses[row];
          bestNorm[row] = norm[row];
          System.arraycopy(point, row * length, best, row * length, length);
          System.arraycopy(gradient, row * length, bestGradient, row * length, length);
        }
      }
      sizes.record(losses);
      int interval = schedule.stepDone();
      for (int row = 0; interval > 0 && row < rows; row++) {
        if (sizes.halve(row, interval, bestLoss[row])) {
          keep(row, point);
          // the momentum's earlier point stays the iterate before the last step
          System.arraycopy(best, row * length, point, row * length, length);
          System.arraycopy(bestGradient, row * length, gradient, row * length, length);
          norm[row] = bestNorm[row];
        }
      }
      attack.observer().iterate(step + 1, iterates);
    }
  }

  /** Evaluates the iterates and keeps those that are misclassified. */
  private double[] evaluate(
      GradientSource source, long[] samples, Loss loss, Start start, int step) {
    LossGradient answer = source.evaluate(iterates, samples, start.draw(step), loss);
    moved = false;
    HostArrays.read(answer.gradient(), gradient);
    int classes = Math.toIntExact(answer.logits().size(1));
    if (logits.length != rows * classes) {
      logits = new double[rows * classes];
    }
    HostArrays.read(answer.logits(), logits);
    for (int row = 0; row < rows; row++) {
      int prediction = Softmax.prediction(logits, row * classes, classes);
      if (prediction >= 0 && prediction != labels[row]) {
        robust[row] = false;
        unkept[row] = true;
      } else {
        keep(row, previous);
      }
      norm[row] = health.norm(row, gradient, row * length, length);
      if (Double.isNaN(norm[row])) {
        norm[row] = 0;
        Arrays.fill(gradient, row * length, (row + 1) * length, 0);
        System.arraycopy(point, row * length, previous, row * length, length);
      }
    }
    return answer.losses();
  }

  /**
   * Keeps a misclassified iterate that the row is about to lose; most are followed by another one,
   * and the last counts.
   *
   * @param from where it is: among the points, or once those have moved, the previous ones
   */
  private void keep(int row, double[] from) {
    if (unkept[row]) {
      unkept[row] = false;
      System.arraycopy(from, row * length, adversarial, row * length, length);
    }
  }

  private INDArray array(double[] values) {
    INDArray array = Nd4j.createUninitialized(iterates.dataType(), iterates.shape(), 'c');
    HostArrays.write(values, array);
    return array;
  }
}

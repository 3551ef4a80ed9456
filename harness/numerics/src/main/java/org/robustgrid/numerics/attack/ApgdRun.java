package org.robustgrid.numerics.attack;

import java.util.Arrays;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.loss.Softmax;
import org.robustgrid.numerics.norm.Distances;
import org.robustgrid.numerics.norm.FeasibleSet;
import org.robustgrid.spi.Loss;
import org.robustgrid.spi.LossGradient;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.StoppedException;

/**
 * One run of APGD over one batch: its state and its steps.
 *
 * <p>Samples that fell keep running: the reference answers with the last misclassified iterate, not
 * with the first.
 */
final class ApgdRun {

  private static final double MOMENTUM = 0.75;
  private static final double GUARD = 1e-12;

  private final AutoProjectedGradientDescent attack;
  private final FeasibleSet feasible;
  private final int[] labels;
  private final int rows;
  private final int length;
  private final double[] center;
  private final double[] point;
  private final double[] previous;
  private final double[] ahead;
  private final double[] gradient;
  private final double[] best;
  private final double[] bestGradient;
  private final double[] adversarial;
  private final double[] bestLoss;
  private final boolean[] robust;
  private final GradientHealth health;
  private final INDArray iterates;
  private double[] logits = {};

  ApgdRun(
      AutoProjectedGradientDescent attack,
      INDArray images,
      int[] labels,
      long[] samples,
      Start start) {
    this.attack = attack;
    this.feasible = new FeasibleSet(attack.threat(), attack.domain(), images.dataType());
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
    this.previous = point.clone();
    this.ahead = point.clone();
    this.gradient = new double[point.length];
    this.best = point.clone();
    this.bestGradient = new double[point.length];
    this.adversarial = point.clone();
    this.bestLoss = new double[rows];
    Arrays.fill(bestLoss, Double.NaN);
    this.robust = new boolean[rows];
    Arrays.fill(robust, true);
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
      ascend(source, samples, loss, start);
    } catch (StoppedException e) {
      stopped = Optional.of(e);
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
    AdaptiveStepSize sizes =
        new AdaptiveStepSize(rows, attack.steps(), epsilon, attack.rho(), bestLoss);
    CheckpointSchedule schedule = new CheckpointSchedule(attack.steps());
    for (int step = 0; step < attack.steps(); step++) {
      for (int row = 0; row < rows; row++) {
        move(row * length, sizes.size(row), step == 0 ? 1 : MOMENTUM);
      }
      HostArrays.write(point, iterates);
      double[] losses = evaluate(source, samples, loss, start, step + 1);
      for (int row = 0; row < rows; row++) {
        if (losses[row] > bestLoss[row]) {
          bestLoss[row] = losses[row];
          System.arraycopy(point, row * length, best, row * length, length);
          System.arraycopy(gradient, row * length, bestGradient, row * length, length);
        }
      }
      sizes.record(step, losses);
      int interval = schedule.stepDone();
      for (int row = 0; interval > 0 && row < rows; row++) {
        if (sizes.halve(row, step, interval, bestLoss[row])) {
          // the momentum's earlier point stays the iterate before the last step
          System.arraycopy(best, row * length, point, row * length, length);
          System.arraycopy(bestGradient, row * length, gradient, row * length, length);
        }
      }
      attack.observer().iterate(step + 1, iterates);
    }
  }

  /** Evaluates the iterates and keeps those that are misclassified. */
  private double[] evaluate(
      GradientSource source, long[] samples, Loss loss, Start start, int step) {
    LossGradient answer = source.evaluate(iterates, samples, start.draw(step), loss);
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
        System.arraycopy(point, row * length, adversarial, row * length, length);
      }
      if (!health.usable(row, gradient, row * length, length) && health.notFinite()[row]) {
        Arrays.fill(gradient, row * length, (row + 1) * length, 0);
        System.arraycopy(point, row * length, previous, row * length, length);
      }
    }
    return answer.losses();
  }

  /** One step of a sample: z = P(x + α d), x' = P(x + a (z − x) + (1 − a) (x − x₋₁)). */
  private void move(int offset, double size, double momentum) {
    System.arraycopy(point, offset, ahead, offset, length);
    double guarded = size;
    if (feasible.ball().norm() == Norm.L2) {
      double norm = Distances.euclidean(gradient, offset, length);
      // the reference divides by ‖g‖ + 1e-12
      guarded = size * norm / (norm + GUARD);
    }
    feasible.ball().ascend(ahead, gradient, offset, length, guarded);
    project(ahead, offset);
    feasible.clip(ahead, offset, length);
    for (int i = offset; i < offset + length; i++) {
      double current = point[i];
      point[i] =
          current + (ahead[i] - current) * momentum + (current - previous[i]) * (1 - momentum);
      previous[i] = current;
    }
    project(point, offset);
    feasible.finish(center, point, offset, length);
  }

  /** The reference's projection: in L2 by (u − x) / (‖u − x‖ + 1e-12) · min(ε, ‖u − x‖). */
  private void project(double[] target, int offset) {
    if (feasible.ball().norm() != Norm.L2) {
      feasible.ball().project(center, target, offset, length);
      return;
    }
    double distance = Distances.between(Norm.L2, target, center, offset, length);
    double radius = Math.min(feasible.ball().epsilon(), distance);
    for (int i = offset; i < offset + length; i++) {
      target[i] = center[i] + (target[i] - center[i]) / (distance + GUARD) * radius;
    }
  }

  private INDArray array(double[] values) {
    INDArray array = Nd4j.createUninitialized(iterates.dataType(), iterates.shape(), 'c');
    HostArrays.write(values, array);
    return array;
  }
}

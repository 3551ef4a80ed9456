package org.robustgrid.numerics.attack;

import java.util.Arrays;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.loss.Softmax;
import org.robustgrid.numerics.norm.FeasibleSet;
import org.robustgrid.spi.StoppedException;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.LossGradient;

/**
 * One run of APGD over one batch: its decisions, row by row, and its steps.
 *
 * <p>Broken samples keep running: the reference answers with the last misclassified iterate, not
 * with the first.
 */
final class ApgdRun {

  private static final double MOMENTUM = 0.75;

  private final AutoProjectedGradientDescent attack;
  private final ApgdPoints points;
  private final int[] decisive;
  private final boolean targeted;
  private final int rows;
  private final double[] norm;
  private final double[] bestNorm;
  private final double[] bestLoss;
  private final boolean[] robust;
  private final boolean[] unkept;
  private final boolean[] chosen;
  private final boolean[] lost;
  private final GradientHealth health;
  private double[] logits = {};
  private boolean moved;

  /**
   * A run.
   *
   * @param decisive each row's target if the run is targeted, else its label
   */
  ApgdRun(
      AutoProjectedGradientDescent attack,
      INDArray images,
      int[] decisive,
      boolean targeted,
      long[] samples,
      Start start) {
    this.attack = attack;
    this.points =
        new ApgdPoints(
            new FeasibleSet(attack.threat(), attack.domain(), images.dataType()),
            images,
            samples,
            start);
    this.decisive = decisive;
    this.targeted = targeted;
    this.rows = decisive.length;
    this.norm = new double[rows];
    this.bestNorm = new double[rows];
    this.bestLoss = new double[rows];
    Arrays.fill(bestLoss, Double.NaN);
    this.robust = new boolean[rows];
    Arrays.fill(robust, true);
    this.unkept = new boolean[rows];
    this.chosen = new boolean[rows];
    this.lost = new boolean[rows];
    this.health = new GradientHealth(rows);
  }

  ApgdResult run(GradientSource source, long[] samples, Loss loss, Start start) {
    Optional<StoppedException> stopped = Optional.empty();
    try {
      attack.observer().iterate(0, points.iterates());
      double[] losses = evaluate(source, samples, loss, start, 0);
      System.arraycopy(losses, 0, bestLoss, 0, rows);
      System.arraycopy(norm, 0, bestNorm, 0, rows);
      Arrays.fill(chosen, true);
      points.improve(chosen);
      ascend(source, samples, loss, start);
    } catch (StoppedException e) {
      stopped = Optional.of(e);
    }
    points.keep(unkept, moved);
    return new ApgdResult(
        robust,
        bestLoss,
        points.best(),
        points.adversarial(),
        health.vanished(),
        health.notFinite(),
        stopped);
  }

  private void ascend(GradientSource source, long[] samples, Loss loss, Start start) {
    double epsilon = attack.threat().epsilon();
    AdaptiveStepSize sizes = new AdaptiveStepSize(rows, epsilon, attack.rho(), bestLoss);
    CheckpointSchedule schedule = new CheckpointSchedule(attack.steps());
    for (int step = 0; step < attack.steps(); step++) {
      points.accelerate(norm, sizes, step == 0 ? 1 : MOMENTUM);
      moved = true;
      double[] losses = evaluate(source, samples, loss, start, step + 1);
      for (int row = 0; row < rows; row++) {
        chosen[row] = losses[row] > bestLoss[row];
        if (chosen[row]) {
          bestLoss[row] = losses[row];
          bestNorm[row] = norm[row];
        }
      }
      points.improve(chosen);
      sizes.record(losses);
      int interval = schedule.stepDone();
      if (interval > 0) {
        check(sizes, interval);
      }
      attack.observer().iterate(step + 1, points.iterates());
    }
  }

  /** At a checkpoint, rows whose step size is halved go back to their best points. */
  private void check(AdaptiveStepSize sizes, int interval) {
    for (int row = 0; row < rows; row++) {
      chosen[row] = sizes.halve(row, interval, bestLoss[row]);
      lost[row] = chosen[row] && unkept[row];
      unkept[row] &= !chosen[row];
      if (chosen[row]) {
        norm[row] = bestNorm[row];
      }
    }
    points.keep(lost, false);
    points.restart(chosen);
  }

  /**
   * Evaluates the iterates. A misclassified one is remembered only when the row is about to lose
   * it: most are followed by another one, and the last counts.
   */
  private double[] evaluate(
      GradientSource source, long[] samples, Loss loss, Start start, int step) {
    LossGradient answer = source.evaluate(points.iterates(), samples, start.draw(step), loss);
    moved = false;
    int classes = Math.toIntExact(answer.logits().size(1));
    if (logits.length != rows * classes) {
      logits = new double[rows * classes];
    }
    HostArrays.read(answer.logits(), logits);
    for (int row = 0; row < rows; row++) {
      int prediction = Softmax.prediction(logits, row * classes, classes);
      boolean broken = prediction >= 0 && (prediction == decisive[row]) == targeted;
      robust[row] &= !broken;
      lost[row] = unkept[row] && !broken;
      unkept[row] = broken;
    }
    points.keep(lost, true);
    points.take(answer.gradient(), health, norm);
    return answer.losses();
  }
}

package org.robustgrid.attacks;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.attack.GradientSource;
import org.robustgrid.numerics.attack.PgdResult;
import org.robustgrid.numerics.attack.ProjectedGradientDescent;
import org.robustgrid.numerics.attack.Start;
import org.robustgrid.numerics.loss.LossKind;
import org.robustgrid.numerics.loss.Softmax;
import org.robustgrid.spi.StoppedException;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackRequest;
import org.robustgrid.spi.attack.AttackResult;
import org.robustgrid.spi.network.Loss;
import org.robustgrid.spi.network.Query;

/**
 * PGD (Madry et al. 2018) with restarts on the survivors. The first successful final iterate
 * counts, otherwise the one with the largest loss.
 *
 * @param id the attack's id, for messages
 * @param targetable whether targeted requests are accepted
 * @param loss the loss that untargeted runs ascend; {@link RowGoals#loss} gives the targeted form
 * @param steps steps per run
 * @param restarts total number of runs
 * @param relativeStep step size as a fraction of epsilon
 * @param start the starts of the runs
 */
record PgdAttack(
    String id,
    boolean targetable,
    LossKind loss,
    int steps,
    int restarts,
    double relativeStep,
    Diversified start)
    implements Attack {

  @Override
  public AttackResult run(AttackRequest request) {
    RowGoals goal = RowGoals.of(request, id, targetable);
    Survivors survivors = new Survivors(request);
    ProjectedGradientDescent descent =
        ProjectedGradientDescent.builder(request.threatModel())
            .domain(request.domain())
            .stepSize(relativeStep * request.threatModel().epsilon())
            .steps(steps)
            .randomStart(start.drawn())
            .observer(Progress.observer(request.monitor(), id, steps, restarts))
            .build();
    for (int restart = 0; restart < restarts; restart++) {
      int[] rows = survivors.rows();
      if (rows.length == 0 || !attempt(request, goal, survivors, descent, rows, restart)) {
        break;
      }
    }
    return survivors.result();
  }

  /** Performs one restart; returns false if the harness stopped it. */
  private boolean attempt(
      AttackRequest request,
      RowGoals goal,
      Survivors survivors,
      ProjectedGradientDescent descent,
      int[] rows,
      int restart) {
    RowGoals part = goal.rows(rows);
    Start begin = new Start(request.random(), restart, survivors.starts(rows));
    try {
      begin = start.start(request, begin, survivors, rows);
    } catch (StoppedException e) {
      return false;
    }
    Loss ascended = part.loss(loss);
    // a single run need not evaluate its points: the harness does
    return attempt(
        request, part, survivors, descent, rows, ascended, ascended, begin, restarts > 1);
  }

  /**
   * Performs one run on some rows; returns false if the harness stopped it.
   *
   * @param part the goal of these rows
   * @param measured the loss that decides between the points of an unbroken row
   * @param judged whether the final iterates are evaluated; otherwise no row counts as broken
   */
  static boolean attempt(
      AttackRequest request,
      RowGoals part,
      Survivors survivors,
      ProjectedGradientDescent descent,
      int[] rows,
      Loss ascended,
      Loss measured,
      Start begin,
      boolean judged) {
    long[] samples = survivors.samples(rows);
    PgdResult found =
        descent.run(
            GradientSource.of(request.classifier()),
            survivors.images(rows),
            samples,
            ascended,
            begin);
    survivors.flag(rows, found.vanished());
    double[] losses = new double[rows.length];
    Arrays.fill(losses, Double.NaN);
    boolean[] fell = new boolean[rows.length];
    boolean stopped = found.stopped().isPresent();
    if (!stopped && judged) {
      Query query = new Query(samples, request.random().with("judge").with(begin.restart()));
      try {
        judge(request.classifier().logits(found.iterates(), query), part, measured, losses, fell);
      } catch (StoppedException e) {
        stopped = true;
      }
    }
    survivors.offer(rows, HostArrays.read(found.iterates()), losses, fell);
    return !stopped;
  }

  private static void judge(
      INDArray answer, RowGoals goal, Loss ascended, double[] losses, boolean[] fell) {
    int classes = Math.toIntExact(answer.size(1));
    double[] logits = HostArrays.read(answer);
    double[] sample = new double[classes];
    double[] gradient = new double[classes];
    for (int row = 0; row < fell.length; row++) {
      System.arraycopy(logits, row * classes, sample, 0, classes);
      losses[row] = ascended.evaluate(row, sample, gradient);
      fell[row] = goal.reached(row, Softmax.prediction(sample, 0, classes));
    }
  }
}

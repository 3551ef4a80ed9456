package org.robustgrid.attacks;

import java.util.List;
import org.robustgrid.numerics.attack.ApgdResult;
import org.robustgrid.numerics.attack.Start;
import org.robustgrid.numerics.loss.LossKind;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.StoppedException;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackRequest;
import org.robustgrid.spi.attack.AttackResult;

/**
 * APGD as in AutoAttack (Croce and Hein 2020): ascends the losses one after the other, each with
 * restarts on the survivors.
 *
 * @param id the attack's id, for messages
 * @param losses the losses to ascend, one after the other; of several losses, the difference of
 *     logits ratio is left out if it is not defined: with fewer than three classes, or four if
 *     there is a target
 * @param steps steps per run
 * @param restarts runs per loss
 * @param rho the fraction of loss-increasing steps below which the step size is halved; not used in
 *     L1
 * @param start the starts of the runs
 * @param draws number of draws of a randomised model that are averaged for a gradient; 1 leaves the
 *     number to the harness
 */
record ApgdAttack(
    String id,
    List<LossKind> losses,
    int steps,
    int restarts,
    double rho,
    Diversified start,
    int draws)
    implements Attack {

  @Override
  public AttackResult run(AttackRequest request) {
    boolean l1 = request.threatModel().norm() == Norm.L1;
    RowGoals goal = RowGoals.of(request, id, !l1);
    Survivors survivors = new Survivors(request);
    List<LossKind> defined = defined(losses, request.classifier().classes(), goal.targeted());
    int runs = defined.size() * restarts;
    ApgdRuns descent = new ApgdRuns(request, id, steps, rho, runs, draws);
    for (int run = 0; run < runs; run++) {
      int[] rows = survivors.rows();
      LossKind loss = defined.get(run / restarts);
      if (rows.length == 0
          || !attempt(request, goal.rows(rows), survivors, descent, rows, loss, run % restarts)) {
        break;
      }
    }
    return survivors.result();
  }

  /**
   * The losses that are defined: the difference of logits ratio needs three classes, four with a
   * target. A single undefined loss stays, so that it reports the error itself.
   */
  static List<LossKind> defined(List<LossKind> losses, int classes, boolean targeted) {
    return classes > (targeted ? 3 : 2) || losses.size() == 1
        ? losses
        : losses.stream().filter(loss -> loss != LossKind.DLR).toList();
  }

  /** Performs one run; returns false if the harness stopped it. */
  private boolean attempt(
      AttackRequest request,
      RowGoals goal,
      Survivors survivors,
      ApgdRuns descent,
      int[] rows,
      LossKind loss,
      int restart) {
    Start begin = new Start(request.random().with(loss.id()), restart, survivors.starts(rows));
    try {
      begin = start.start(request, begin, survivors, rows);
    } catch (StoppedException e) {
      return false;
    }
    ApgdResult found =
        descent.run(survivors.images(rows), goal, survivors.samples(rows), goal.loss(loss), begin);
    survivors.flag(rows, found.vanished());
    survivors.offer(rows, found);
    return found.stopped().isEmpty();
  }
}

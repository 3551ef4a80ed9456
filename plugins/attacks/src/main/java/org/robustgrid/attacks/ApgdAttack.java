package org.robustgrid.attacks;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.attack.ApgdResult;
import org.robustgrid.numerics.attack.AutoProjectedGradientDescent;
import org.robustgrid.numerics.attack.GradientSource;
import org.robustgrid.numerics.attack.Start;
import org.robustgrid.numerics.loss.LossKind;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackRequest;
import org.robustgrid.spi.attack.AttackResult;
import org.robustgrid.spi.network.Loss;

/**
 * APGD as AutoAttack runs it, one loss after the other, each with restarts on the survivors.
 *
 * @param id the attack's id, for messages
 * @param losses ascended one after the other; of several, the difference of logits ratio is left
 *     out where it is not defined, with fewer than three classes, or four where a target is given
 * @param steps steps a run
 * @param restarts runs for each loss
 * @param rho the share of rising steps under which a step size is halved
 */
record ApgdAttack(String id, List<LossKind> losses, int steps, int restarts, double rho)
    implements Attack {

  @Override
  public AttackResult run(AttackRequest request) {
    RowGoals goal = RowGoals.of(request, id, true);
    Survivors survivors = new Survivors(request);
    List<LossKind> defined = losses(request.classifier().classes(), goal.targeted());
    int runs = defined.size() * restarts;
    AutoProjectedGradientDescent descent =
        AutoProjectedGradientDescent.builder(request.threatModel())
            .domain(request.domain())
            .steps(steps)
            .rho(rho)
            .observer(Progress.observer(request.monitor(), id, steps, runs))
            .build();
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
   * The ratio takes three classes, four with a target. A single loss that is not defined stays, for
   * its own message to say so.
   */
  private List<LossKind> losses(int classes, boolean targeted) {
    return classes > (targeted ? 3 : 2) || losses.size() == 1
        ? losses
        : losses.stream().filter(loss -> loss != LossKind.DLR).toList();
  }

  /** One run; false when the harness stopped it. */
  private static boolean attempt(
      AttackRequest request,
      RowGoals goal,
      Survivors survivors,
      AutoProjectedGradientDescent descent,
      int[] rows,
      LossKind loss,
      int restart) {
    GradientSource source = GradientSource.of(request.classifier());
    Start start = new Start(request.random().with(loss.id()), restart, survivors.starts(rows));
    INDArray images = survivors.images(rows);
    long[] samples = survivors.samples(rows);
    Loss ascended = goal.loss(loss);
    ApgdResult found =
        goal.targeted()
            ? descent.runTowards(source, images, goal.decisive(), samples, ascended, start)
            : descent.run(source, images, goal.labels(), samples, ascended, start);
    survivors.flag(rows, found.vanished());
    boolean[] fell = new boolean[rows.length];
    double[] points = HostArrays.read(found.best());
    double[] adversarial = HostArrays.read(found.adversarial());
    int length = points.length / rows.length;
    for (int i = 0; i < rows.length; i++) {
      fell[i] = !found.robust()[i];
      if (fell[i]) {
        System.arraycopy(adversarial, i * length, points, i * length, length);
      }
    }
    survivors.offer(rows, points, found.bestLoss(), fell);
    return found.stopped().isEmpty();
  }
}

package org.robustgrid.attacks;

import java.util.Arrays;
import org.robustgrid.numerics.attack.MultiTargeted;
import org.robustgrid.numerics.attack.ProjectedGradientDescent;
import org.robustgrid.numerics.attack.Start;
import org.robustgrid.numerics.loss.LogitGap;
import org.robustgrid.numerics.loss.LossKind;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackRequest;
import org.robustgrid.spi.attack.AttackResult;

/**
 * PGD on the logit gap to each other class in turn, each on the survivors of those before it (Gowal
 * et al. 2019). The first misclassified final iterate counts, otherwise the one with the largest
 * margin loss.
 *
 * @param steps steps per run
 * @param restarts runs per target class
 * @param relativeStep step size as a fraction of epsilon
 * @param randomStart whether runs start at random points of the ball
 */
record MultiTargetedAttack(int steps, int restarts, double relativeStep, boolean randomStart)
    implements Attack {

  @Override
  public AttackResult run(AttackRequest request) {
    RowGoals goal = RowGoals.of(request, "multi-targeted", false);
    Survivors survivors = new Survivors(request);
    int classes = request.classifier().classes();
    int runs = (classes - 1) * restarts;
    ProjectedGradientDescent descent =
        ProjectedGradientDescent.builder(request.threatModel())
            .domain(request.domain())
            .stepSize(relativeStep * request.threatModel().epsilon())
            .steps(steps)
            .randomStart(randomStart)
            .observer(Progress.observer(request.monitor(), "multi-targeted", steps, runs))
            .build();
    for (int run = 0; run < runs; run++) {
      int[] rows = survivors.rows();
      if (rows.length == 0) {
        break;
      }
      RowGoals part = goal.rows(rows);
      int turn = run / restarts;
      int[] targets =
          Arrays.stream(part.labels())
              .map(label -> MultiTargeted.targets(label, classes)[turn])
              .toArray();
      boolean finished =
          PgdAttack.attempt(
              request,
              part,
              survivors,
              descent,
              rows,
              new LogitGap(part.labels(), targets),
              part.loss(LossKind.CW_MARGIN),
              new Start(request.random(), run, survivors.starts(rows)),
              true);
      if (!finished) {
        break;
      }
    }
    return survivors.result();
  }
}

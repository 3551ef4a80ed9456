package org.robustgrid.attacks;

import org.robustgrid.numerics.norm.FeasibleSet;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackRequest;
import org.robustgrid.spi.attack.AttackResult;

/**
 * The Square Attack of Andriushchenko et al. (2020), algorithm 1: random search that changes one
 * square at a time and keeps what lowers the margin of the logits. Restarts attack survivors.
 *
 * @param queries proposals a run; a run costs a sample one query more, for its start
 * @param restarts runs in all
 * @param initialShare share of the image's pixels that the first proposals change
 */
record SquareAttack(int queries, int restarts, double initialShare) implements Attack {

  @Override
  public AttackResult run(AttackRequest request) {
    RowGoals goal = RowGoals.of(request, "square", true);
    Survivors survivors = new Survivors(request);
    ImagePlane plane = ImagePlane.of(request.images().shape());
    FeasibleSet feasible =
        new FeasibleSet(request.threatModel(), request.domain(), request.images().dataType());
    SquareProposal proposal =
        switch (request.threatModel().norm()) {
          case LINF -> new LinfSquares(plane, feasible.ball().epsilon());
          case L2 -> new L2Squares(plane, feasible.ball().epsilon());
          case L1, L0 ->
              throw new IllegalArgumentException("attack 'square' is known for linf and l2");
        };
    ShareSchedule schedule = new ShareSchedule(initialShare, queries);
    for (int restart = 0; restart < restarts; restart++) {
      int[] rows = survivors.rows();
      if (rows.length == 0) {
        break;
      }
      SquareRun run = new SquareRun(request, goal.rows(rows), survivors, rows, restart);
      boolean finished = run.search(proposal, feasible, schedule, restarts);
      run.offerTo(survivors);
      if (!finished) {
        break;
      }
    }
    return survivors.result();
  }
}

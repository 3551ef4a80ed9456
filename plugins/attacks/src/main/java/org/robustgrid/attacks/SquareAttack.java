package org.robustgrid.attacks;

import java.util.Arrays;
import org.robustgrid.numerics.attack.square.SquareDraws;
import org.robustgrid.numerics.attack.square.SquareProposals;
import org.robustgrid.numerics.attack.square.SquareSchedule;
import org.robustgrid.numerics.attack.square.SquareSearch;
import org.robustgrid.numerics.norm.FeasibleSet;
import org.robustgrid.spi.Norm;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackRequest;
import org.robustgrid.spi.attack.AttackResult;
import org.robustgrid.spi.random.RandomKey;

/**
 * The Square Attack of Andriushchenko et al. (2020), algorithm 1: random search that changes one
 * square at a time and keeps a change if it lowers the logit margin. Restarts attack the survivors.
 *
 * @param queries proposals per run; a run takes one more query per sample for its start, and in
 *     AutoAttack's form another one for its image
 * @param restarts total number of runs
 * @param initialShare fraction of the image's pixels that the first proposals change
 * @param rescaled whether the schedule of the fractions is scaled to the number of queries;
 *     otherwise the schedule and the windows are AutoAttack's
 */
record SquareAttack(int queries, int restarts, double initialShare, boolean rescaled)
    implements Attack {

  @Override
  public AttackResult run(AttackRequest request) {
    RowGoals goal = RowGoals.of(request, "square", true);
    Survivors survivors = new Survivors(request);
    boolean paper = rescaled && request.threatModel().norm() != Norm.L1;
    for (int restart = 0; restart < restarts; restart++) {
      int[] rows = survivors.rows();
      if (rows.length == 0) {
        break;
      }
      boolean finished =
          paper
              ? anywhere(request, goal.rows(rows), survivors, rows, restart)
              : asAutoAttack(request, survivors, rows, restart);
      if (!finished) {
        break;
      }
    }
    return survivors.result();
  }

  /**
   * Performs one run with windows anywhere in the image; returns false if the harness stopped it.
   */
  private boolean anywhere(
      AttackRequest request, RowGoals goal, Survivors survivors, int[] rows, int restart) {
    ImagePlane plane = ImagePlane.of(request.images().shape());
    FeasibleSet feasible =
        new FeasibleSet(request.threatModel(), request.domain(), request.images().dataType());
    SquareProposal proposal =
        request.threatModel().norm() == Norm.LINF
            ? new LinfSquares(plane, feasible.ball().epsilon())
            : new L2Squares(plane, feasible.ball().epsilon());
    SquareRun run = new SquareRun(request, goal, survivors, rows, restart);
    boolean finished =
        run.search(proposal, feasible, new ShareSchedule(initialShare, queries), restarts);
    run.offerTo(survivors);
    return finished;
  }

  /** Performs one run as in AutoAttack; returns false if the harness stopped it. */
  private boolean asAutoAttack(
      AttackRequest request, Survivors survivors, int[] rows, int restart) {
    AttackRequest part = survivors.request(rows);
    RandomKey key = request.random().with("square").with(restart);
    RequestBatch prepared =
        RequestBatch.of(part.toBuilder().random(key).build(), "square", (queries + 2.0) * restarts);
    ImagePlane plane = ImagePlane.of(request.images().shape());
    SquareSearch search =
        new SquareSearch(
            new SquareProposals(
                request.threatModel().norm(),
                request.threatModel().epsilon(),
                plane.channels(),
                plane.height(),
                plane.width(),
                request.domain()),
            new SquareSchedule(initialShare, queries, rescaled));
    long[] samples = part.samples();
    SquareSearch.Result found =
        search.run(
            prepared.batch(), row -> SquareDraws.keyed(key.with("sample").with(samples[row])));
    double[] unknown = new double[rows.length];
    Arrays.fill(unknown, Double.NaN);
    boolean[] fell = new boolean[rows.length];
    for (int row = 0; row < rows.length; row++) {
      fell[row] = !found.robust()[row] || found.queries()[row] == 0;
    }
    survivors.offer(rows, found.points(), unknown, fell);
    return found.finished();
  }
}

package org.robustgrid.attacks;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.attack.ApgdResult;
import org.robustgrid.numerics.attack.RankedTargets;
import org.robustgrid.numerics.attack.Start;
import org.robustgrid.spi.StoppedException;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackRequest;
import org.robustgrid.spi.attack.AttackResult;
import org.robustgrid.spi.network.Query;

/**
 * APGD-T (Croce and Hein 2020): ascends the targeted difference of logits ratio towards one class
 * after the other, each on the survivors. Any misclassification counts as success.
 *
 * @param id the attack's id, for messages
 * @param ranking the order of the classes
 * @param steps steps per run
 * @param targets number of target classes; all wrong classes if there are fewer
 * @param restarts rounds over all targets
 * @param rho the fraction of loss-increasing steps below which the step size is halved; not used in
 *     L1
 */
record ApgdTargetedAttack(
    String id, TargetRanking ranking, int steps, int targets, int restarts, double rho)
    implements Attack {

  @Override
  public AttackResult run(AttackRequest request) {
    RowGoals goal = RowGoals.of(request, id, false);
    Survivors survivors = new Survivors(request);
    int classes = request.classifier().classes();
    int runs = Math.min(targets, classes - 1) * restarts;
    ApgdRuns descent = new ApgdRuns(request, id, steps, rho, runs, 1);
    double[][] logits = new double[request.labels().length][];
    double[][] ranks;
    try {
      Query query = new Query(request.samples(), request.random().with("clean"));
      double[] all = HostArrays.read(request.classifier().logits(request.images(), query));
      for (int row = 0; row < logits.length; row++) {
        logits[row] = Arrays.copyOfRange(all, row * classes, (row + 1) * classes);
      }
      ranks = ranking.rank(request, logits);
    } catch (StoppedException e) {
      return survivors.result();
    }
    for (int restart = 0; restart < restarts; restart++) {
      int[] rows = survivors.rows();
      if (rows.length == 0 || !round(request, goal, survivors, descent, ranks, restart)) {
        break;
      }
    }
    return survivors.result();
  }

  /** Attacks towards all targets in turn; returns false if the harness stopped one of the runs. */
  private boolean round(
      AttackRequest request,
      RowGoals goal,
      Survivors survivors,
      ApgdRuns descent,
      double[][] ranks,
      int restart) {
    int[] rows = survivors.rows();
    boolean[] finished = {true};
    RankedTargets.Result found =
        new RankedTargets(targets)
            .run(
                survivors.images(rows),
                goal.rows(rows).labels(),
                Arrays.stream(rows).mapToObj(row -> ranks[row]).toArray(double[][]::new),
                (rank, left, images, labels, loss) -> {
                  int[] all = IntStream.of(left).map(i -> rows[i]).toArray();
                  Start start =
                      new Start(
                          request.random().with("target").with(rank),
                          restart,
                          survivors.starts(all));
                  ApgdResult run =
                      descent.run(images, goal.rows(all), survivors.samples(all), loss, start);
                  survivors.flag(all, run.vanished());
                  finished[0] = run.stopped().isEmpty();
                  return run;
                });
    boolean[] fell = new boolean[rows.length];
    double[] unknown = new double[rows.length];
    Arrays.fill(unknown, Double.NaN);
    for (int i = 0; i < rows.length; i++) {
      fell[i] = !found.robust()[i];
    }
    survivors.offer(rows, found.points(), unknown, fell);
    return finished[0];
  }
}

package org.robustgrid.attacks;

import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.attack.BoundaryResult;
import org.robustgrid.numerics.attack.FastAdaptiveBoundary;
import org.robustgrid.numerics.attack.Start;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackRequest;
import org.robustgrid.spi.attack.AttackResult;
import org.robustgrid.spi.attack.Goal;

/**
 * FAB with restarts. A point counts where it lies in the ball. Untargeted, restarts attack the
 * survivors; for the smallest distance, every run attacks every row and the nearest point counts.
 * The best loss of the answer is the negated distance.
 *
 * @param steps steps a run
 * @param restarts runs in all; the first begins at the images
 * @param largestMix α_max of the paper
 * @param overshoot η
 * @param pullBack β
 * @param rivals classes whose boundaries a step looks for; 0 for all
 */
record FabAttack(
    int steps, int restarts, double largestMix, double overshoot, double pullBack, int rivals)
    implements Attack {

  @Override
  public AttackResult run(AttackRequest request) {
    boolean nearest = request.goal().kind() == Goal.Kind.MINIMUM_DISTANCE;
    if (request.goal().kind() == Goal.Kind.TARGETED) {
      throw new IllegalArgumentException("attack 'fab' has no targeted form");
    }
    Survivors survivors = new Survivors(request);
    FastAdaptiveBoundary search =
        FastAdaptiveBoundary.builder(request.threatModel())
            .domain(request.domain())
            .steps(steps)
            .largestMix(largestMix)
            .overshoot(overshoot)
            .pullBack(pullBack)
            .rivals(rivals)
            .observer(Progress.observer(request.monitor(), "fab", steps, restarts))
            .build();
    double limit = request.threatModel().epsilon();
    for (int restart = 0; restart < restarts; restart++) {
      int[] rows = survivors.rows();
      if (rows.length == 0) {
        break;
      }
      Start start = new Start(request.random(), restart, survivors.starts(rows));
      BoundaryResult found =
          search.run(
              request.classifier(),
              survivors.images(rows),
              labels(request, rows),
              survivors.samples(rows),
              start);
      survivors.flag(rows, found.vanished());
      offer(survivors, rows, found, limit, nearest);
      if (found.stopped().isPresent()) {
        break;
      }
    }
    return survivors.result();
  }

  private static int[] labels(AttackRequest request, int[] rows) {
    int[] all = request.labels();
    int[] chosen = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      chosen[i] = all[rows[i]];
    }
    return chosen;
  }

  /** Offers what lies within the limit; of other rows, their images. */
  private static void offer(
      Survivors survivors, int[] rows, BoundaryResult found, double limit, boolean nearest) {
    double[] points = HostArrays.read(found.adversarial());
    double[] images = HostArrays.read(survivors.images(rows));
    int length = points.length / rows.length;
    double[] losses = new double[rows.length];
    boolean[] fell = new boolean[rows.length];
    for (int i = 0; i < rows.length; i++) {
      double distance = found.distances()[i];
      losses[i] = -distance;
      fell[i] = !nearest && distance <= limit;
      if (!(distance <= limit)) {
        System.arraycopy(images, i * length, points, i * length, length);
      }
    }
    survivors.offer(rows, points, losses, fell);
  }
}

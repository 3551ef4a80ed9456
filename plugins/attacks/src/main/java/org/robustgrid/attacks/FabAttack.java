package org.robustgrid.attacks;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.robustgrid.numerics.HostArrays;
import org.robustgrid.numerics.attack.BoundaryResult;
import org.robustgrid.numerics.attack.FastAdaptiveBoundary;
import org.robustgrid.numerics.attack.Start;
import org.robustgrid.numerics.logit.LogitRanking;
import org.robustgrid.spi.StoppedException;
import org.robustgrid.spi.attack.Attack;
import org.robustgrid.spi.attack.AttackRequest;
import org.robustgrid.spi.attack.AttackResult;
import org.robustgrid.spi.attack.Goal;
import org.robustgrid.spi.network.Query;

/**
 * FAB (Croce and Hein 2020) with restarts. A point counts if it is in the ball. With an untargeted
 * goal, restarts attack the survivors; with the smallest distance as the goal, every run attacks
 * every row and the nearest point counts. The loss of a row is the negated distance.
 *
 * @param id the attack's id, for messages
 * @param steps steps per run
 * @param restarts total number of runs; the first starts at the images
 * @param largestMix α_max of the paper
 * @param overshoot η of the paper
 * @param pullBack β of the paper
 * @param rivals number of classes whose boundaries a step considers; 0 for all
 * @param targets number of target classes, those of the image's largest logits, whose boundaries
 *     are searched one after the other; 0 searches all boundaries at once
 */
record FabAttack(
    String id,
    int steps,
    int restarts,
    double largestMix,
    double overshoot,
    double pullBack,
    int rivals,
    int targets)
    implements Attack {

  @Override
  public AttackResult run(AttackRequest request) {
    boolean nearest = request.goal().kind() == Goal.Kind.MINIMUM_DISTANCE;
    if (request.goal().kind() == Goal.Kind.TARGETED) {
      throw new IllegalArgumentException("attack '" + id + "' has no targeted form");
    }
    Survivors survivors = new Survivors(request);
    int turns = Math.min(targets, request.classifier().classes() - 1);
    FastAdaptiveBoundary search =
        FastAdaptiveBoundary.builder(request.threatModel())
            .domain(request.domain())
            .steps(steps)
            .largestMix(largestMix)
            .overshoot(overshoot)
            .pullBack(pullBack)
            .rivals(rivals)
            .observer(
                Progress.observer(request.monitor(), id, steps, restarts * Math.max(1, turns)))
            .build();
    double limit = request.threatModel().epsilon();
    int[][] order;
    try {
      order = turns > 0 ? order(request) : new int[0][];
    } catch (StoppedException e) {
      return survivors.result();
    }
    for (int run = 0; run < restarts * Math.max(1, turns); run++) {
      int[] rows = survivors.rows();
      if (rows.length == 0) {
        break;
      }
      int rank = turns > 0 ? 1 + run % turns : 0;
      Start start =
          new Start(
              rank > 0 ? request.random().with("target").with(rank) : request.random(),
              turns > 0 ? run / turns : run,
              survivors.starts(rows));
      BoundaryResult found =
          search.run(
              request.classifier(),
              survivors.images(rows),
              labels(request, rows),
              rank > 0 ? IntStream.of(rows).map(row -> order[row][rank]).toArray() : new int[0],
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

  /**
   * The classes of each row: its label, then the others in descending order of the image's logits.
   */
  private static int[][] order(AttackRequest request) {
    int classes = request.classifier().classes();
    Query query = new Query(request.samples(), request.random().with("clean"));
    double[] logits = HostArrays.read(request.classifier().logits(request.images(), query));
    int[] labels = request.labels();
    int[][] order = new int[labels.length][];
    for (int row = 0; row < labels.length; row++) {
      int label = labels[row];
      double[] own = Arrays.copyOfRange(logits, row * classes, (row + 1) * classes);
      order[row] =
          IntStream.concat(
                  IntStream.of(label),
                  IntStream.of(LogitRanking.order(own)).filter(k -> k != label))
              .toArray();
    }
    return order;
  }

  private static int[] labels(AttackRequest request, int[] rows) {
    int[] all = request.labels();
    int[] chosen = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      chosen[i] = all[rows[i]];
    }
    return chosen;
  }

  /** Offers the points within the limit; for the other rows, their images. */
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

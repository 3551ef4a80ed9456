package org.robustgrid.attacks.decision;

import org.robustgrid.numerics.attack.AttackBatch;
import org.robustgrid.numerics.norm.Distances;
import org.robustgrid.spi.random.RandomStream;

/**
 * The boundary attack (Brendel, Rauber and Bethge 2018, algorithm 1) with the rules of Foolbox: a
 * step on the sphere around the original, then one towards it. Both step sizes adapt to the rate of
 * success.
 *
 * @param sphericalStep initial step size along the sphere, as a fraction of its radius
 * @param sourceStep initial step size towards the original, as a fraction of the distance
 * @param adaptation factor by which step sizes change
 * @param convergence step size towards the original below which a row's walk ends
 */
record BoundaryWalk(
    double sphericalStep, double sourceStep, double adaptation, double convergence) {

  private static final int CHECKED_EVERY = 10;
  private static final int SPHERICAL_TRIALS = 100;
  private static final int STEP_TRIALS = 30;

  /** A start is bisected to the boundary up to a thousandth of its distance. */
  private static final double THRESHOLD = 1e-3;

  void run(DecisionSearch search) {
    AttackBatch batch = search.batch();
    boolean[] open = new boolean[batch.rows()];
    double[] current = search.starts(open);
    batch.part(0);
    search.bisect(current, open, THRESHOLD);
    Pace[] paces = new Pace[open.length];
    for (int row = 0; row < open.length; row++) {
      paces[row] = new Pace();
      open[row] &= !search.exhausted(row);
    }
    double[] sphere = current.clone();
    double[] candidates = current.clone();
    for (int step = 0; DecisionSearch.any(open); step++) {
      batch.part(1 + step);
      boolean checked = step % CHECKED_EVERY == 0;
      for (int row = 0; row < open.length; row++) {
        if (open[row]) {
          RandomStream random =
              search.random().with("step").with(step).with(search.sample(row)).stream();
          propose(search, row, paces[row], random, current, sphere, candidates);
        }
      }
      boolean[] wanted = search.ask(candidates, open);
      for (int row = 0; row < open.length; row++) {
        boolean nearer =
            wanted[row] && search.distance(batch.asked(), row) < search.distance(current, row);
        if (nearer) {
          search.copy(batch.asked(), current, row);
        }
      }
      boolean[] onSphere = checked ? search.ask(sphere, open) : null;
      for (int row = 0; row < open.length; row++) {
        if (checked && open[row]) {
          paces[row].adapt(onSphere[row], wanted[row]);
        }
        open[row] &= !search.exhausted(row) && paces[row].source >= convergence;
      }
    }
  }

  /** A row's step sizes and their recent success. */
  private final class Pace {
    private final RecentShare onSphere = new RecentShare(SPHERICAL_TRIALS);
    private final RecentShare onWay = new RecentShare(STEP_TRIALS);
    private double spherical = sphericalStep;
    private double source = sourceStep;

    private void adapt(boolean sphereWanted, boolean stepWanted) {
      onSphere.add(sphereWanted);
      onWay.add(stepWanted);
      double share = onSphere.value();
      if (share > 0.5 || share < 0.2) {
        double factor = share > 0.5 ? adaptation : 1 / adaptation;
        spherical *= factor;
        source *= factor;
        onSphere.clear();
      }
      share = onWay.value();
      if (share > 0.25 || share < 0.1) {
        source *= share > 0.25 ? adaptation : 1 / adaptation;
        onWay.clear();
      }
    }
  }

  private static void propose(
      DecisionSearch search,
      int row,
      Pace pace,
      RandomStream random,
      double[] current,
      double[] sphere,
      double[] candidates) {
    AttackBatch batch = search.batch();
    int length = batch.length();
    int from = row * length;
    double[] x = batch.originals();
    double[] way = new double[length];
    double[] noise = new double[length];
    for (int i = 0; i < length; i++) {
      way[i] = x[from + i] - current[from + i];
      noise[i] = random.nextGaussian();
    }
    double radius = Distances.euclidean(way, 0, length);
    if (radius == 0) {
      return;
    }
    double along = 0;
    for (int i = 0; i < length; i++) {
      along += noise[i] * way[i] / radius;
    }
    for (int i = 0; i < length; i++) {
      noise[i] -= along * way[i] / radius;
    }
    double scale = pace.spherical * radius / Math.max(Distances.euclidean(noise, 0, length), 1e-12);
    double hypotenuse = Math.sqrt(pace.spherical * pace.spherical + 1);
    double[] back = new double[length];
    for (int i = 0; i < length; i++) {
      sphere[from + i] =
          batch.domain().clip(x[from + i] + (scale * noise[i] - way[i]) / hypotenuse);
      back[i] = x[from + i] - sphere[from + i];
    }
    double now = Distances.euclidean(back, 0, length);
    double share = Math.max(0, pace.source * radius + now - radius) / Math.max(now, 1e-12);
    for (int i = 0; i < length; i++) {
      candidates[from + i] = batch.domain().clip(sphere[from + i] + share * back[i]);
    }
  }
}

package org.robustgrid.leaderboard;

import java.util.List;
import java.util.TreeSet;
import org.robustgrid.leaderboard.DistanceSummary.CurvePoint;
import org.robustgrid.leaderboard.statistics.Bits;

/** Refuses distances that contradict outcome bits, and figures that contradict distances. */
final class DistanceRecount {

  private static final String BY = "the distances of its samples";

  private DistanceRecount() {}

  /**
   * Checks a row.
   *
   * @param right the same row with its figures drawn again
   */
  static void check(String where, Board board, Row stated, Row right) {
    boolean wanted = board.threatModel().minimumDistance();
    for (SeedResult seed : stated.perSeed()) {
      String of = where + ", seed " + seed.seed();
      if (wanted ? !BoardDistances.hasDistances(seed) : seed.distances() != null) {
        throw Recount.contradiction(
            of, "set of distances", "another", wanted ? "one an attack" : "none", "its goal");
      }
      if (seed.distances() != null) {
        seed.distances().forEach((attack, values) -> seed(of, seed, attack, values));
      }
    }
    if (!wanted) {
      Recount.same(where, "summary of distances", stated.distances(), null, "its goal");
      return;
    }
    if (stated.distances() == null) {
      throw Recount.contradiction(where, "summary of distances", "missing", "present", "its goal");
    }
    distance(where, "worst case", stated.distances().worst(), right.distances().worst());
    TreeSet<String> attacks = new TreeSet<>(stated.distances().attacks().keySet());
    attacks.addAll(right.distances().attacks().keySet());
    for (String attack : attacks) {
      distance(
          where,
          attack,
          stated.distances().attacks().get(attack),
          right.distances().attacks().get(attack));
    }
    curve(where, stated.distances().curve(), right.distances().curve());
  }

  /** Only broken samples have a distance; it is 0 for samples that are wrong without attack. */
  private static void seed(String where, SeedResult seed, String attack, List<Double> values) {
    Bits bits = seed.attacks().get(attack);
    Recount.same(
        where, "number of distances of " + attack, values.size(), bits.length(), "its bits");
    for (int i = 0; i < bits.length(); i++) {
      Double value = values.get(i);
      boolean broken = !bits.get(i);
      boolean wrong = !seed.clean().get(i);
      boolean fits = broken ? value != null && value >= 0 && (!wrong || value == 0) : value == null;
      if (!fits) {
        throw Recount.contradiction(
            where,
            "distance of sample " + i + " under " + attack,
            String.valueOf(value),
            wrong ? "0" : broken ? "a number" : "absent",
            "its outcome bit");
      }
    }
  }

  private static void distance(String where, String column, Distance stated, Distance right) {
    if (stated == null || right == null) {
      Recount.same(where, "distance of " + column, stated, right, BY);
      return;
    }
    figure(where, "median distance of " + column, stated.median(), right.median());
    figure(where, "low end of the median of " + column, stated.low(), right.low());
    figure(where, "high end of the median of " + column, stated.high(), right.high());
    figure(where, "mean distance of " + column, stated.mean(), right.mean());
    figure(where, "low end of the mean of " + column, stated.meanLow(), right.meanLow());
    figure(where, "high end of the mean of " + column, stated.meanHigh(), right.meanHigh());
    Recount.close(where, "unbroken samples of " + column, stated.unbroken(), right.unbroken(), BY);
    Recount.same(where, "samples of " + column, stated.samples(), right.samples(), BY);
    Recount.same(where, "rank by " + column, stated.rank(), right.rank(), BY);
  }

  private static void figure(String where, String what, Double stated, Double right) {
    if (stated == null || right == null) {
      Recount.same(where, what, stated, right, BY);
    } else {
      Recount.close(where, what, stated, right, BY);
    }
  }

  private static void curve(String where, List<CurvePoint> stated, List<CurvePoint> right) {
    Recount.same(where, "number of points of the curve", stated.size(), right.size(), BY);
    for (int i = 0; i < stated.size(); i++) {
      String point = "point " + i + " of the curve";
      Recount.close(where, point, stated.get(i).epsilon(), right.get(i).epsilon(), BY);
      Recount.close(where, point, stated.get(i).rate(), right.get(i).rate(), BY);
      Recount.close(where, point, stated.get(i).low(), right.get(i).low(), BY);
      Recount.close(where, point, stated.get(i).high(), right.get(i).high(), BY);
    }
  }
}

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
  static void check(String where, Board board, Row told, Row right) {
    boolean wanted = board.threatModel().minimumDistance();
    for (SeedResult seed : told.perSeed()) {
      String of = where + ", seed " + seed.seed();
      if (wanted ? !BoardDistances.told(seed) : seed.distances() != null) {
        throw Recount.contradiction(
            of, "set of distances", "another", wanted ? "one an attack" : "none", "its goal");
      }
      if (seed.distances() != null) {
        seed.distances().forEach((attack, values) -> seed(of, seed, attack, values));
      }
    }
    if (!wanted) {
      Recount.same(where, "summary of distances", told.distances(), null, "its goal");
      return;
    }
    if (told.distances() == null) {
      throw Recount.contradiction(where, "summary of distances", "missing", "present", "its goal");
    }
    distance(where, "worst case", told.distances().worst(), right.distances().worst());
    TreeSet<String> attacks = new TreeSet<>(told.distances().attacks().keySet());
    attacks.addAll(right.distances().attacks().keySet());
    for (String attack : attacks) {
      distance(
          where,
          attack,
          told.distances().attacks().get(attack),
          right.distances().attacks().get(attack));
    }
    curve(where, told.distances().curve(), right.distances().curve());
  }

  /** Only broken samples have a distance; it is 0 for samples that are wrong without attack. */
  private static void seed(String where, SeedResult seed, String attack, List<Double> values) {
    Bits bits = seed.attacks().get(attack);
    Recount.same(
        where, "number of distances of " + attack, values.size(), bits.length(), "its bits");
    for (int i = 0; i < bits.length(); i++) {
      Double value = values.get(i);
      boolean fell = !bits.get(i);
      boolean wrong = !seed.clean().get(i);
      boolean fits = fell ? value != null && value >= 0 && (!wrong || value == 0) : value == null;
      if (!fits) {
        throw Recount.contradiction(
            where,
            "distance of sample " + i + " under " + attack,
            String.valueOf(value),
            wrong ? "0" : fell ? "a number" : "absent",
            "its outcome bit");
      }
    }
  }

  private static void distance(String where, String column, Distance told, Distance right) {
    if (told == null || right == null) {
      Recount.same(where, "distance of " + column, told, right, BY);
      return;
    }
    figure(where, "median distance of " + column, told.median(), right.median());
    figure(where, "low end of the median of " + column, told.low(), right.low());
    figure(where, "high end of the median of " + column, told.high(), right.high());
    figure(where, "mean distance of " + column, told.mean(), right.mean());
    figure(where, "low end of the mean of " + column, told.meanLow(), right.meanLow());
    figure(where, "high end of the mean of " + column, told.meanHigh(), right.meanHigh());
    Recount.close(where, "unbroken samples of " + column, told.unbroken(), right.unbroken(), BY);
    Recount.same(where, "samples of " + column, told.samples(), right.samples(), BY);
    Recount.same(where, "rank by " + column, told.rank(), right.rank(), BY);
  }

  private static void figure(String where, String what, Double told, Double right) {
    if (told == null || right == null) {
      Recount.same(where, what, told, right, BY);
    } else {
      Recount.close(where, what, told, right, BY);
    }
  }

  private static void curve(String where, List<CurvePoint> told, List<CurvePoint> right) {
    Recount.same(where, "number of points of the curve", told.size(), right.size(), BY);
    for (int i = 0; i < told.size(); i++) {
      String point = "point " + i + " of the curve";
      Recount.close(where, point, told.get(i).epsilon(), right.get(i).epsilon(), BY);
      Recount.close(where, point, told.get(i).rate(), right.get(i).rate(), BY);
      Recount.close(where, point, told.get(i).low(), right.get(i).low(), BY);
      Recount.close(where, point, told.get(i).high(), right.get(i).high(), BY);
    }
  }
}

package org.robustgrid.report.html;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.robustgrid.leaderboard.Leaderboard.Rate;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.statistics.Bits;

/**
 * A row's accuracy as its attacks are tried, the cheapest first.
 *
 * @param clean accuracy without attack, on the samples of the worst case
 * @param points one an attack, by passes
 */
record PassesCurve(double clean, List<Point> points) {

  /**
   * One attack.
   *
   * @param passes forward and backward, per attacked sample
   * @param rate accuracy under this attack alone
   * @param left accuracy under this attack and all before it, sample by sample
   */
  record Point(String attack, double passes, double rate, double left) {}

  private record Cost(String attack, double passes) {}

  /** A row's curve; empty if there is no worst case, or where passes were not counted. */
  static Optional<PassesCurve> of(Row row) {
    if (row.worst() == null || row.perSeed().stream().anyMatch(seed -> seed.worst() == null)) {
      return Optional.empty();
    }
    List<Cost> costs = new ArrayList<>();
    for (Map.Entry<String, Rate> attack : row.attacks().entrySet()) {
      OptionalDouble passes = DefenseLine.passes(row, attack.getKey());
      if (passes.isEmpty()) {
        return Optional.empty();
      }
      costs.add(new Cost(attack.getKey(), passes.getAsDouble()));
    }
    costs.sort(Comparator.comparingDouble(Cost::passes).thenComparing(Cost::attack));
    List<Bits> alive = new ArrayList<>();
    row.perSeed().forEach(seed -> alive.add(seed.clean().first(seed.worst().length())));
    double clean = share(alive);
    List<Point> points = new ArrayList<>();
    for (Cost cost : costs) {
      for (int s = 0; s < alive.size(); s++) {
        alive.set(s, alive.get(s).and(row.perSeed().get(s).attacks().get(cost.attack())));
      }
      double rate = row.attacks().get(cost.attack()).rate();
      points.add(new Point(cost.attack(), cost.passes(), rate, share(alive)));
    }
    return Optional.of(new PassesCurve(clean, points));
  }

  /** The share of survivors, in the mean over seeds. */
  private static double share(List<Bits> alive) {
    int all = alive.stream().mapToInt(Bits::length).sum();
    return all == 0 ? 0 : alive.stream().mapToInt(Bits::count).sum() / (double) all;
  }
}

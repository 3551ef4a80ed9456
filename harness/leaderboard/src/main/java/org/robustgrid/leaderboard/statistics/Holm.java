package org.robustgrid.leaderboard.statistics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Holm's step-down correction (Holm 1979): rejecting if the adjusted p-value is at most α bounds
 * the probability of any false rejection in the family by α, under any dependence between the
 * tests.
 */
public final class Holm {

  private Holm() {}

  /**
   * Adjusted p-values, in the order given.
   *
   * @param p the family's p-values, in [0, 1]
   */
  public static List<Double> adjust(List<Double> p) {
    List<Integer> order =
        IntStream.range(0, p.size()).boxed().sorted(Comparator.comparing(p::get)).toList();
    List<Double> adjusted = new ArrayList<>(p);
    double largest = 0;
    for (int i = 0; i < order.size(); i++) {
      double value = p.get(order.get(i));
      if (!(value >= 0 && value <= 1)) {
        throw new IllegalArgumentException("no p-value: " + value);
      }
      largest = Math.max(largest, Math.min(1, (p.size() - i) * value));
      adjusted.set(order.get(i), largest);
    }
    return adjusted;
  }
}

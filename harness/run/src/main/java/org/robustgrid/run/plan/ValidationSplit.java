package org.robustgrid.run.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.robustgrid.spi.data.DataView;
import org.robustgrid.spi.random.RandomKey;

/**
 * Training data split in two, in the same proportion for each class.
 *
 * @param training the samples to learn from, in their old order
 * @param validation the samples to choose on, in their old order
 */
public record ValidationSplit(ViewSubset training, ViewSubset validation) {

  /**
   * Cuts a view. Reads labels only; the same key gives the same split.
   *
   * @param fraction of each class that goes to validation, rounded to whole samples; in [0, 1)
   */
  public static ValidationSplit of(DataView view, double fraction, RandomKey random) {
    if (!(fraction >= 0 && fraction < 1)) {
      throw new IllegalArgumentException(
          "the validation fraction must be at least 0 and below 1, but is " + fraction);
    }
    SortedMap<Integer, List<Integer>> byClass = new TreeMap<>();
    for (int i = 0; i < view.size(); i++) {
      byClass.computeIfAbsent(view.label(i), label -> new ArrayList<>()).add(i);
    }
    boolean[] held = new boolean[view.size()];
    byClass.forEach(
        (label, members) -> {
          int count = held(fraction, members.size());
          int[] order = random.with(label).stream().permutation(members.size());
          Arrays.stream(order).limit(count).forEach(i -> held[members.get(i)] = true);
        });
    return new ValidationSplit(subset(view, held, false), subset(view, held, true));
  }

  /** How many of a class's samples go to validation. */
  public static int held(double fraction, int members) {
    return (int) Math.round(fraction * members);
  }

  private static ViewSubset subset(DataView view, boolean[] held, boolean wanted) {
    List<Integer> positions = new ArrayList<>();
    for (int i = 0; i < held.length; i++) {
      if (held[i] == wanted) {
        positions.add(i);
      }
    }
    return new ViewSubset(view, positions.stream().mapToInt(Integer::intValue).toArray());
  }
}

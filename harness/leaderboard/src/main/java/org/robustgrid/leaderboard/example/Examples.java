package org.robustgrid.leaderboard.example;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntFunction;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.Row;

/**
 * The adversarial examples a report may show.
 *
 * @param all in any order
 */
public record Examples(List<Example> all) {

  /** No examples: the report leaves their section out. */
  public static final Examples NONE = new Examples(List.of());

  public Examples {
    all = List.copyOf(all);
  }

  /** How many a report shows of a row. */
  public static final int PER_ROW = 4;

  /**
   * The examples to show for a row: images that fooled the model, chosen by {@link #choose}.
   *
   * @param limit how many at most
   */
  public List<Example> of(Board board, Row row, int limit) {
    Map<Integer, Example> candidates = new TreeMap<>();
    all.stream()
        .filter(example -> example.isOf(board, row) && example.fooled() && example.isImage())
        .sorted(Comparator.comparing(Example::attack))
        .forEach(example -> candidates.putIfAbsent(example.sample(), example));
    return choose(candidates.keySet(), sample -> candidates.get(sample).label(), limit).stream()
        .map(candidates::get)
        .toList();
  }

  /**
   * Chooses samples: one of each true class before a second of any, so that the choice is the same
   * on every run and favours nobody.
   *
   * @param samples ascending
   * @param label of a sample
   * @param limit how many at most
   * @return ascending
   */
  public static List<Integer> choose(
      Collection<Integer> samples, IntFunction<String> label, int limit) {
    Set<Integer> chosen = new TreeSet<>();
    Set<String> classes = new TreeSet<>();
    for (boolean anyClass : new boolean[] {false, true}) {
      for (int sample : samples) {
        boolean fresh = !chosen.contains(sample);
        if (chosen.size() < limit && fresh && (anyClass || classes.add(label.apply(sample)))) {
          chosen.add(sample);
        }
      }
    }
    return List.copyOf(chosen);
  }
}

package org.robustgrid.leaderboard.example;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.robustgrid.leaderboard.Leaderboard.Board;
import org.robustgrid.leaderboard.Leaderboard.Row;

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

  /**
   * The examples to show for a row: images that fooled the model, a sample once, one of each true
   * class before a second of any, so that the choice is the same on every run and favours nobody.
   *
   * @param limit how many at most
   */
  public List<Example> of(Board board, Row row, int limit) {
    List<Example> candidates =
        all.stream()
            .filter(example -> example.isOf(board, row) && example.fooled() && example.isImage())
            .sorted(Comparator.comparingInt(Example::sample).thenComparing(Example::attack))
            .toList();
    List<Example> chosen = new ArrayList<>();
    Set<Integer> samples = new TreeSet<>();
    Set<String> classes = new TreeSet<>();
    for (boolean anyClass : new boolean[] {false, true}) {
      for (Example candidate : candidates) {
        boolean fresh = !samples.contains(candidate.sample());
        if (chosen.size() < limit && fresh && (anyClass || classes.add(candidate.label()))) {
          samples.add(candidate.sample());
          chosen.add(candidate);
        }
      }
    }
    chosen.sort(Comparator.comparingInt(Example::sample));
    return chosen;
  }
}

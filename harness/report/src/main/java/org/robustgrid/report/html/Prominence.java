package org.robustgrid.report.html;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.Row;

/**
 * The rows that plots highlight initially. More than a few lines cannot be distinguished: then
 * those are the most robust ones, and the undefended one to compare with.
 */
final class Prominence {

  /** The number of lines that can be distinguished. */
  private static final int MOST = 8;

  private static final int BEST = 5;

  private Prominence() {}

  /**
   * Labels of prominent rows, the most robust first: by mean worst case over their boards, where an
   * upper bound counts for nothing.
   */
  static Set<String> of(Leaderboard leaderboard) {
    Map<String, Double> total = new LinkedHashMap<>();
    Set<String> undefended = new LinkedHashSet<>();
    for (Board board : leaderboard.boards()) {
      for (Row row : board.rows()) {
        total.merge(
            row.label(),
            row.worst() == null || row.unreliable() ? 0 : row.worst().rate(),
            Double::sum);
        if (leaderboard.provenance().undefended().contains(row.defense())) {
          undefended.add(row.label());
        }
      }
    }
    if (total.size() <= MOST) {
      return total.keySet();
    }
    List<String> best =
        total.keySet().stream()
            .sorted(Comparator.comparingDouble(label -> -total.get(label)))
            .limit(BEST)
            .toList();
    Set<String> prominent = new LinkedHashSet<>(best);
    undefended.stream().limit((long) MOST - BEST).forEach(prominent::add);
    return prominent;
  }
}

package org.robustgrid.report.text;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.Leaderboard.Cell;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.SeedResult;
import org.robustgrid.leaderboard.analysis.Table;

/** Which part of an attack of several, such as a suite, broke how many samples. */
public final class Parts {

  private Parts() {}

  /** Samples that each part broke, over all seeds; empty of an attack without parts. */
  private static SortedMap<String, Integer> counts(Row row, String attack) {
    SortedMap<String, Integer> counts = new TreeMap<>();
    for (SeedResult seed : row.perSeed()) {
      Cell cell = seed.cells() == null ? null : seed.cells().get(attack);
      if (cell != null && cell.foundBy() != null) {
        cell.foundBy().forEach((part, count) -> counts.merge(part, count, Integer::sum));
      }
    }
    return counts;
  }

  /** {@code apgd-ce 92, apgd-t 7}, the most first; empty of an attack without parts. */
  public static String words(Row row, String attack) {
    return counts(row, attack).entrySet().stream()
        .sorted(
            Map.Entry.<String, Integer>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .map(part -> part.getKey() + " " + part.getValue())
        .collect(Collectors.joining(", "));
  }

  /** The attacks of a board that have parts. */
  public static List<String> attacks(Board board) {
    return Outcome.attacks(board).stream()
        .filter(attack -> board.rows().stream().anyMatch(row -> !counts(row, attack).isEmpty()))
        .toList();
  }

  /** A line for each row, a column for each attack that has parts. */
  public static Table table(Board board) {
    return AttackTable.of(
        "Samples broken, by the part of the attack that broke them",
        board,
        attacks(board),
        Parts::words);
  }
}

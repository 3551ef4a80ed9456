package org.robustgrid.leaderboard.strength;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.Row;

/**
 * Strength and price of a board's attacks.
 *
 * @param together in the mean over the rows, with the order that is best for them together
 * @param rows each row alone, in that same order; by label
 * @param leftOut labels of the rows that are not counted, as they lack results of some attack
 */
public record BoardStrength(Strength together, Map<String, Strength> rows, List<String> leftOut) {

  public BoardStrength {
    leftOut = List.copyOf(leftOut);
  }

  /**
   * That of a board; empty of one with fewer than two attacks, without a row that has results of
   * all, and for minimum distance, for which {@link NearestAttack} measures strength.
   */
  public static Optional<BoardStrength> of(Board board) {
    TreeSet<String> attacks = new TreeSet<>();
    board.rows().forEach(row -> attacks.addAll(row.attacks().keySet()));
    List<Row> counted =
        board.rows().stream().filter(row -> StrengthCount.countable(row, attacks)).toList();
    if (board.threatModel().minimumDistance() || attacks.size() < 2 || counted.isEmpty()) {
      return Optional.empty();
    }
    Strength together = new StrengthCount(counted, attacks).best();
    Map<String, Strength> rows = new LinkedHashMap<>();
    for (Row row : counted) {
      rows.put(row.label(), new StrengthCount(List.of(row), attacks).along(together.labels()));
    }
    return Optional.of(
        new BoardStrength(
            together,
            rows,
            board.rows().stream()
                .map(Row::label)
                .filter(label -> !rows.containsKey(label))
                .toList()));
  }
}

package org.robustgrid.report.text;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BiFunction;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.analysis.Table;

/** A table with a line for each row of a board and a column for each attack. */
final class AttackTable {

  private AttackTable() {}

  /**
   * Makes a table.
   *
   * @param attacks the columns
   * @param words what a cell says of a row and an attack
   */
  static Table of(
      String title,
      Board board,
      Collection<String> attacks,
      BiFunction<Row, String, String> words) {
    List<String> columns = new ArrayList<>(List.of("defense"));
    columns.addAll(attacks);
    List<List<String>> lines = new ArrayList<>();
    for (Row row : board.rows()) {
      List<String> cells = new ArrayList<>(List.of(row.label()));
      attacks.forEach(attack -> cells.add(words.apply(row, attack)));
      lines.add(cells);
    }
    return new Table(title, columns, lines);
  }
}

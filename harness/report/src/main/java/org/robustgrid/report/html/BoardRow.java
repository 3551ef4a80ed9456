package org.robustgrid.report.html;

import java.util.ArrayList;
import java.util.List;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.Row;

/** A defense's row with the board it is on. */
record BoardRow(Board board, Row row) {

  /** A label's rows, in the order of the boards. */
  static List<BoardRow> of(Leaderboard leaderboard, String label) {
    List<BoardRow> rows = new ArrayList<>();
    for (Board board : leaderboard.boards()) {
      board.rows().stream()
          .filter(row -> row.label().equals(label))
          .findFirst()
          .ifPresent(row -> rows.add(new BoardRow(board, row)));
    }
    return rows;
  }
}

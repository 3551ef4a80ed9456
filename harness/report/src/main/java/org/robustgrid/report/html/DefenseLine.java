package org.robustgrid.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.function.Function;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.Leaderboard.Cell;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.SeedResult;
import org.robustgrid.report.text.Numerals;
import org.robustgrid.report.text.Outcome;

/**
 * A line of a defense's table: its accuracy on each board under one attack.
 *
 * @param attack the attack's label, or empty
 */
record DefenseLine(String name, String attack, Function<Row, Outcome> outcomes) {

  /** Clean accuracy, every attack of any of the boards, and the worst case. */
  static List<DefenseLine> of(List<BoardRow> rows) {
    TreeSet<String> attacks = new TreeSet<>();
    rows.forEach(at -> attacks.addAll(Outcome.attacks(at.board())));
    List<DefenseLine> lines = new ArrayList<>();
    lines.add(new DefenseLine("Clean", "", Outcome::clean));
    attacks.forEach(a -> lines.add(new DefenseLine(a, a, row -> Outcome.under(row, a))));
    lines.add(new DefenseLine("Worst case", "", Outcome::worst));
    return lines;
  }

  /** Whether it is about the row without attack. */
  boolean clean() {
    return name.equals("Clean") && attack.isEmpty();
  }

  Outcome outcome(Row row) {
    return outcomes.apply(row);
  }

  /** Whether a board has something to show in this line. */
  boolean isOf(Board board) {
    return attack.isEmpty() || Outcome.attacks(board).contains(attack);
  }

  static String value(Outcome.Measured measured) {
    return Numerals.percent(measured.rate().rate());
  }

  static String interval(Outcome.Measured measured) {
    return Numerals.rate(measured.rate()).substring(value(measured).length());
  }

  /** The passes of a row under this attack in words; null if they were not counted. */
  String passes(Row row) {
    OptionalDouble passes = passes(row, attack);
    return passes.isEmpty() ? null : " " + Numerals.count(passes.getAsDouble()) + " passes";
  }

  /**
   * Forward and backward passes of an attack per attacked sample, in the mean over seeds; empty if
   * a seed has no such cell.
   */
  static OptionalDouble passes(Row row, String attack) {
    double sum = 0;
    for (SeedResult seed : row.perSeed()) {
      Cell cell = seed.cells() == null ? null : seed.cells().get(attack);
      if (cell == null || cell.passes() == null) {
        return OptionalDouble.empty();
      }
      sum += cell.passes().forward() + cell.passes().backward();
    }
    return row.perSeed().isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(sum / row.perSeed().size());
  }
}

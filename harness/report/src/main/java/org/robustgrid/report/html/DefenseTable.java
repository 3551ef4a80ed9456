package org.robustgrid.report.html;

import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.function.Function;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.Leaderboard.Cell;
import org.robustgrid.leaderboard.Leaderboard.Row;
import org.robustgrid.leaderboard.Leaderboard.SeedResult;
import org.robustgrid.report.text.Numerals;
import org.robustgrid.report.text.Outcome;
import org.robustgrid.report.text.ThreatModels;

/** A defense's accuracies: a line for each attack, a column for each board. */
final class DefenseTable {

  private final Leaderboard leaderboard;
  private final List<BoardRow> rows;

  DefenseTable(Leaderboard leaderboard, List<BoardRow> rows) {
    this.leaderboard = leaderboard;
    this.rows = rows;
  }

  void draw(Markup out, String label) {
    String caption = label + ": accuracy under each attack, and passes per attacked sample";
    out.open("div", "class", "scroll", "role", "region", "tabindex", "0", "aria-label", caption);
    out.open("table", "class", "plain").leaf("caption", caption);
    out.open("thead").open("tr").leaf("th", "Attack", "scope", "col");
    for (BoardRow at : rows) {
      out.open("th", "scope", "col");
      out.leaf(
          "a",
          ThreatModels.title(leaderboard, at.board()),
          "href",
          "#" + ThreatModels.anchor(at.board()));
      out.close();
    }
    out.close().close().open("tbody");
    line(out, "Clean", Outcome::clean, "");
    TreeSet<String> attacks = new TreeSet<>();
    rows.forEach(at -> attacks.addAll(Outcome.attacks(at.board())));
    attacks.forEach(attack -> line(out, attack, row -> Outcome.under(row, attack), attack));
    line(out, "Worst case", Outcome::worst, "");
    out.close().close().close();
  }

  private void line(Markup out, String name, Function<Row, Outcome> outcome, String attack) {
    out.open("tr").leaf("th", name, "scope", "row");
    for (BoardRow at : rows) {
      out.open("td");
      cell(out, at, outcome.apply(at.row()), attack);
      out.close();
    }
    out.close();
  }

  private static void cell(Markup out, BoardRow at, Outcome outcome, String attack) {
    if (outcome instanceof Outcome.Measured measured) {
      String rate = Numerals.rate(measured.rate());
      int end = rate.indexOf(" [");
      out.text(measured.sign() + rate.substring(0, end))
          .leaf("span", rate.substring(end), "class", "interval");
      passes(at.row(), attack)
          .ifPresent(
              count ->
                  out.leaf("span", " " + Numerals.count(count) + " passes", "class", "interval"));
    } else if (attack.isEmpty() || Outcome.attacks(at.board()).contains(attack)) {
      out.text(outcome.word());
    } else {
      out.text("–");
    }
  }

  /**
   * Forward and backward passes of an attack per attacked sample, in the mean over seeds; empty
   * where a seed has no such cell.
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

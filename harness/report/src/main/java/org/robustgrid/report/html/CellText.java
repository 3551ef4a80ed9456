package org.robustgrid.report.html;

import java.util.Locale;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.Leaderboard.Rank;
import org.robustgrid.leaderboard.Leaderboard.Rate;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.report.text.Numerals;

/** What the cells of a board's table hold. */
final class CellText {

  /** More than a board has rows. */
  private static final int RANKS = 10_000;

  private CellText() {}

  /** The custom properties that the style sheet draws a rate's bar from, in per cent. */
  static String bar(Rate rate) {
    return String.format(
        Locale.ROOT,
        "--low:%.2f;--high:%.2f;--rate:%.2f",
        100 * rate.low(),
        100 * rate.high(),
        100 * rate.rate());
  }

  /** What a distance is sorted by; one that is absent is infinite. */
  static String distance(Double distance) {
    return Double.toString(distance == null ? Double.MAX_VALUE : distance);
  }

  /** Columns of numbers sort from the largest down: the best rank comes first. */
  static String sort(Rank rank) {
    return rank == null ? null : Double.toString(-rank.best() - rank.worst() / (double) RANKS);
  }

  /** A row's defense, unless that is its name, and its architecture. */
  static String kind(Row row) {
    return row.label().equals(row.defense())
        ? row.architecture()
        : row.defense() + " · " + row.architecture();
  }

  /** The interval over draws of a randomised row's clean accuracy; null for any other row. */
  static String draws(Row row) {
    String name = Leaderboard.DRAW_AGREEMENT;
    if (row.figures() == null || !row.figures().containsKey(name)) {
      return null;
    }
    return " one draw ["
        + Numerals.points(row.figures().getOrDefault(name + ", low", 0.0))
        + ", "
        + Numerals.points(row.figures().getOrDefault(name + ", high", 1.0))
        + "]";
  }
}

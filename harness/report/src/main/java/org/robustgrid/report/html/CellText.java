package org.robustgrid.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.Leaderboard.Rank;
import org.robustgrid.leaderboard.Leaderboard.Rate;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.report.text.Numerals;
import org.robustgrid.report.text.ThreatModels;

/** The contents of the cells of a board's table. */
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

  /**
   * What a row was trained against and for how long, as far as its settings and the timings show:
   * {@code trained for L∞, ε = 0.1, in 35 s}; null if they show nothing.
   */
  static String training(Leaderboard leaderboard, Board board, Row row) {
    List<String> words = new ArrayList<>();
    if (row.parameters().get("epsilon") instanceof Number epsilon && epsilon.doubleValue() > 0) {
      Object norm = row.parameters().get("norm");
      words.add(
          "for "
              + (norm instanceof String id ? ThreatModels.norm(id) + ", " : "")
              + "ε = "
              + Numerals.epsilon(epsilon.doubleValue()));
    }
    OptionalDouble seconds = seconds(leaderboard, board, row);
    if (seconds.isPresent()) {
      words.add(
          "in " + duration(seconds.getAsDouble()) + (row.seeds().size() > 1 ? " a seed" : ""));
    }
    return words.isEmpty() ? null : "trained " + String.join(", ", words);
  }

  /** Mean seconds of a training; empty if a seed's is not known. */
  private static OptionalDouble seconds(Leaderboard leaderboard, Board board, Row row) {
    Object all = leaderboard.timing().get("trainingSeconds");
    if (!(all instanceof Map<?, ?> byModel) || row.seeds().isEmpty()) {
      return OptionalDouble.empty();
    }
    double sum = 0;
    for (long seed : row.seeds()) {
      Object value = byModel.get(board.dataset() + "/" + row.label() + "/" + seed);
      if (!(value instanceof Number seconds)) {
        return OptionalDouble.empty();
      }
      sum += seconds.doubleValue();
    }
    return OptionalDouble.of(sum / row.seeds().size());
  }

  private static String duration(double seconds) {
    if (seconds < 120) {
      return Numerals.significant(seconds, seconds < 10 ? 2 : 3) + " s";
    }
    return seconds < 7200
        ? Math.round(seconds / 60) + " min"
        : Numerals.significant(seconds / 3600, 2) + " h";
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

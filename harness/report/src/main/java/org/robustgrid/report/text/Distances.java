package org.robustgrid.report.text;

import java.util.ArrayList;
import java.util.List;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.Distance;
import org.robustgrid.leaderboard.DistanceSummary.CurvePoint;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.analysis.Series;
import org.robustgrid.leaderboard.analysis.Table;

/** Formats the figures of minimum-distance boards. */
public final class Distances {

  private static final int DIGITS = 3;
  private static final String INFINITE = "∞";

  /** Radii of a table of the curve, of the curve's own. */
  private static final int TABLE_POINTS = 6;

  private Distances() {}

  /** The distances over all attacks; null if an attack is missing. */
  public static Distance worst(Row row) {
    return row.distances() == null ? null : row.distances().worst();
  }

  /** The distances under one attack; null if it has no result. */
  public static Distance under(Row row, String attack) {
    return row.distances() == null ? null : row.distances().attacks().get(attack);
  }

  /** A distance, {@code 0.153}, or {@code ∞}. */
  public static String number(Double distance) {
    return distance == null ? INFINITE : Numerals.measured(distance, DIGITS);
  }

  /** The interval of a median, {@code [0.141, 0.160]}. */
  public static String medianInterval(Distance distance) {
    return interval(distance.low(), distance.high());
  }

  /** The interval of a mean. */
  public static String meanInterval(Distance distance) {
    return distance.mean() == null ? "" : interval(distance.meanLow(), distance.meanHigh());
  }

  private static String interval(Double low, Double high) {
    return "[" + number(low) + ", " + number(high) + "]";
  }

  /** The median over all attacks, marked where it is an upper bound only. */
  public static String median(Distance distance, Row row) {
    return (row.unreliable() ? Numerals.AT_MOST : "") + number(distance.median());
  }

  /**
   * The mean over all attacks: an upper bound where the evaluation is called unreliable, else a
   * lower one where unbroken samples count as far as epsilon.
   */
  public static String mean(Distance distance, Row row) {
    boolean least = distance.unbroken() > 0 && distance.mean() != null;
    return (row.unreliable() ? Numerals.AT_MOST : least ? "≥ " : "") + number(distance.mean());
  }

  /** The median over all attacks with its interval, and what is out of the ordinary about it. */
  public static String medianInWords(Distance distance, Row row) {
    return median(distance, row) + " " + medianInterval(distance) + remarks(distance);
  }

  /** The mean with its interval. */
  public static String meanInWords(Distance distance, Row row) {
    return (mean(distance, row) + " " + meanInterval(distance)).strip();
  }

  /** How many samples were not broken, and over how many it is if not over all. */
  public static String remarks(Distance distance) {
    String samples = distance.samples() == null ? "" : " (n = " + distance.samples() + ")";
    return distance.unbroken() == 0
        ? samples
        : samples + " (" + Numerals.count(distance.unbroken()) + " unbroken)";
  }

  /** Median over all attacks, or under one; a word if there is none. */
  public static String brief(Row row, String attack) {
    Distance distance = attack.isEmpty() ? worst(row) : under(row, attack);
    if (distance != null) {
      return attack.isEmpty()
          ? medianInWords(distance, row)
          : number(distance.median()) + " " + medianInterval(distance) + remarks(distance);
    }
    return (attack.isEmpty() ? Outcome.worst(row) : Outcome.under(row, attack)).word();
  }

  /** The curves of all rows that have one: accuracy against ε. */
  public static List<Series> curves(Board board) {
    List<Series> curves = new ArrayList<>();
    String norm = ThreatModels.norm(board.threatModel().norm());
    for (Row row : board.rows()) {
      if (row.distances() != null && !row.distances().curve().isEmpty()) {
        List<CurvePoint> curve = row.distances().curve();
        curves.add(
            new Series(
                row.label(),
                norm + " radius ε",
                "accuracy in %",
                curve.stream().map(CurvePoint::epsilon).toList(),
                curve.stream().map(point -> 100 * point.rate()).toList(),
                curve.stream().map(point -> 100 * point.low()).toList(),
                curve.stream().map(point -> 100 * point.high()).toList()));
      }
    }
    return curves;
  }

  /** Accuracy at some of the curve's radii, a line for each row. */
  public static Table curveTable(Board board) {
    List<Series> curves = curves(board);
    List<String> columns = new ArrayList<>(List.of("defense"));
    List<List<String>> rows = new ArrayList<>();
    for (Series curve : curves) {
      List<String> cells = new ArrayList<>(List.of(curve.name()));
      for (int point : points(curve.x().size())) {
        if (rows.isEmpty()) {
          columns.add("ε = " + Numerals.epsilon(curve.x().get(point)));
        }
        cells.add(
            Numerals.percent(curve.y().get(point) / 100)
                + " ["
                + Numerals.points(curve.low().get(point) / 100)
                + ", "
                + Numerals.points(curve.high().get(point) / 100)
                + "]");
      }
      rows.add(cells);
    }
    return new Table("Accuracy against ε", columns, rows);
  }

  private static List<Integer> points(int count) {
    List<Integer> points = new ArrayList<>();
    int step = Math.max(1, (count - 1) / (TABLE_POINTS - 1));
    for (int point = 0; point < count; point += step) {
      points.add(point);
    }
    return points;
  }
}

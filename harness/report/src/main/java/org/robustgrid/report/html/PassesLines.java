package org.robustgrid.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.Leaderboard.Rate;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.statistics.Interval;
import org.robustgrid.report.html.LinePlot.Axis;
import org.robustgrid.report.html.LinePlot.Line;
import org.robustgrid.report.html.LinePlot.Look;
import org.robustgrid.report.html.LinePlot.Mark;
import org.robustgrid.report.html.LinePlot.Place;
import org.robustgrid.report.html.LinePlot.Tick;
import org.robustgrid.report.html.PassesCurve.Point;
import org.robustgrid.report.text.Numerals;

/**
 * Accuracy against the passes of a board's attacks: a mark for each attack, and a line for all
 * attacks up to that cost together. Passes are on a logarithmic scale.
 */
final class PassesLines {

  private final List<Row> rows;
  private final Map<String, PassesCurve> curves = new TreeMap<>();
  private final int first;
  private final int last;

  private PassesLines(Board board) {
    this.rows = board.rows();
    rows.forEach(row -> PassesCurve.of(row).ifPresent(curve -> curves.put(row.label(), curve)));
    List<Double> passes =
        curves.values().stream()
            .flatMap(curve -> curve.points().stream())
            .map(Point::passes)
            .filter(p -> p > 0)
            .toList();
    double least = passes.stream().mapToDouble(Double::doubleValue).min().orElse(1);
    double most = passes.stream().mapToDouble(Double::doubleValue).max().orElse(1);
    this.first = (int) Math.floor(Math.log10(least));
    this.last = Math.max(first + 1, (int) Math.ceil(Math.log10(most)));
  }

  /** The plot; empty if no row has a worst case. */
  static Optional<LinePlot> of(Board board) {
    PassesLines lines = new PassesLines(board);
    return lines.curves.isEmpty() ? Optional.empty() : Optional.of(lines.plot());
  }

  private LinePlot plot() {
    List<Tick> ticks = new ArrayList<>();
    for (int power = first; power <= last; power++) {
      double passes = Math.pow(10, power);
      ticks.add(new Tick(position(passes), Numerals.significant(passes, 1)));
    }
    return new LinePlot(
        new Axis("forward and backward passes a sample", 1, ticks),
        "A mark is one attack, a line what all attacks up to that cost leave together; it ends at"
            + " the worst case.",
        description(),
        Look.COUNTED,
        rows.stream().map(this::line).toList());
  }

  private String description() {
    return "Accuracy left by all attacks up to a number of passes a sample. "
        + rows.stream()
            .map(Row::label)
            .map(
                label ->
                    label
                        + ": "
                        + (curves.containsKey(label) ? words(curves.get(label)) : "no result")
                        + ".")
            .collect(Collectors.joining(" "));
  }

  private static String words(PassesCurve curve) {
    return Numerals.percent(curve.clean())
        + " clean, "
        + curve.points().stream()
            .map(p -> Numerals.percent(p.left()) + " at " + Numerals.count(p.passes()))
            .collect(Collectors.joining(", "));
  }

  /**
   * From 0 at the first power of ten to 1 at the last; an attack that had nothing to do is at 0.
   */
  private double position(double passes) {
    return passes > 0 ? Math.max(0, (Math.log10(passes) - first) / (last - first)) : 0;
  }

  private Line line(Row row) {
    PassesCurve curve = curves.get(row.label());
    List<Place> path = new ArrayList<>();
    List<Mark> marks = new ArrayList<>();
    if (curve != null) {
      double left = curve.clean();
      path.add(new Place(0, left));
      for (Point point : curve.points()) {
        double position = position(point.passes());
        path.add(new Place(position, left));
        left = point.left();
        path.add(new Place(position, left));
        Rate rate = new Rate(point.rate(), new Interval(point.rate(), point.rate()), null);
        marks.add(new Mark(position, rate, row.unreliable(), text(point)));
      }
    }
    return new Line(row.label(), path, marks);
  }

  private static String text(Point point) {
    return String.join(
        ", ",
        point.attack() + ": " + Numerals.percent(point.rate()),
        Numerals.count(point.passes()) + " passes",
        "so far " + Numerals.percent(point.left()));
  }
}

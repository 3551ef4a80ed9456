package org.robustgrid.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.Leaderboard.Rate;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.SeedResult;
import org.robustgrid.leaderboard.statistics.Interval;
import org.robustgrid.leaderboard.statistics.Intervals;
import org.robustgrid.report.html.LinePlot.Axis;
import org.robustgrid.report.html.LinePlot.Line;
import org.robustgrid.report.html.LinePlot.Look;
import org.robustgrid.report.html.LinePlot.Mark;
import org.robustgrid.report.html.LinePlot.Place;
import org.robustgrid.report.html.LinePlot.Tick;
import org.robustgrid.report.text.CertifiedBoard;
import org.robustgrid.report.text.Numerals;

/**
 * Certified accuracy against the L2 radius, a lower bound, with the accuracy that attacks left on
 * the same samples, an upper bound.
 */
final class CertifiedLines {

  /** Ticks closer than this, in parts of the axis, have no room for their numbers. */
  private static final double TICK_ROOM = 0.0985;

  private final CertifiedBoard board;

  private CertifiedLines(CertifiedBoard board) {
    this.board = board;
  }

  /**
   * The plot.
   *
   * @param board with at least one radius
   */
  static LinePlot of(CertifiedBoard board) {
    return new CertifiedLines(board).plot();
  }

  private LinePlot plot() {
    double largest =
        Stream.concat(
                board.radii().stream().map(Double::valueOf),
                board.l2Boards().stream().map(b -> b.threatModel().epsilon()))
            .mapToDouble(Double::doubleValue)
            .max()
            .orElse(1);
    List<Line> lines =
        board.rows().stream().filter(row -> row.certified() != null).map(this::line).toList();
    return new LinePlot(
        new Axis("L2 radius", largest, ticks(largest)),
        "",
        "Certified accuracy at growing L2 radius. " + words(lines),
        Look.ALL_MEASURED,
        lines);
  }

  private List<Tick> ticks(double largest) {
    List<Tick> ticks = new ArrayList<>(List.of(new Tick(0, "0")));
    double last = 0;
    for (String text : board.radii()) {
      double radius = Double.parseDouble(text);
      boolean room = radius - last >= TICK_ROOM * largest;
      ticks.add(new Tick(radius, room ? text : ""));
      last = room ? radius : last;
    }
    return ticks;
  }

  private static String words(List<Line> lines) {
    StringBuilder text = new StringBuilder();
    for (Line line : lines) {
      text.append(line.label()).append(": ").append(words(line, false));
      String attacked = words(line, true);
      text.append(attacked.isEmpty() ? "" : "; under attack " + attacked).append(". ");
    }
    return text.toString().trim();
  }

  private static String words(Line line, boolean attacked) {
    return line.marks().stream()
        .filter(mark -> mark.hollow() == attacked)
        .map(m -> Numerals.percent(m.rate().rate()) + " at " + Numerals.epsilon(m.value()))
        .collect(Collectors.joining(", "));
  }

  private Line line(Row row) {
    List<Mark> marks = new ArrayList<>();
    List<Place> path = new ArrayList<>();
    double before = 0;
    for (String radius : board.radii()) {
      Rate rate = row.certified().get(radius);
      if (rate != null) {
        double value = Double.parseDouble(radius);
        // certified accuracy never rises with the radius: left of a mark it is at least as high
        path.add(new Place(before, rate.rate()));
        path.add(new Place(value, rate.rate()));
        marks.add(mark(value, rate, false, "certified at radius "));
        before = value;
      }
    }
    for (Board l2 : board.l2Boards()) {
      l2.rows().stream()
          .filter(other -> other.label().equals(row.label()))
          .findFirst()
          .flatMap(other -> worst(other, row.certifiedSamples()))
          .ifPresent(
              rate ->
                  marks.add(mark(l2.threatModel().epsilon(), rate, true, "under attack, ε = ")));
    }
    return new Line(row.label(), path, marks);
  }

  private static Mark mark(double value, Rate rate, boolean attacked, String what) {
    return new Mark(
        value, rate, attacked, what + Numerals.epsilon(value) + ": " + Numerals.rate(rate));
  }

  /** The worst case over attacks on the certified samples alone. */
  private static Optional<Rate> worst(Row row, int samples) {
    double survivors = 0;
    for (SeedResult seed : row.perSeed()) {
      if (seed.worst() == null || seed.worst().length() < samples) {
        return Optional.empty();
      }
      survivors += seed.worst().first(samples).count();
    }
    double mean = survivors / Math.max(1, row.perSeed().size());
    Interval interval = Intervals.wilson(mean, samples, Intervals.CONFIDENCE);
    return Optional.of(new Rate(mean / samples, interval, null));
  }
}

package org.robustgrid.report.html;

import static org.robustgrid.report.html.RowStyles.px;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.robustgrid.leaderboard.Leaderboard.Board;
import org.robustgrid.leaderboard.Leaderboard.Rate;
import org.robustgrid.leaderboard.Leaderboard.Row;
import org.robustgrid.leaderboard.Leaderboard.SeedResult;
import org.robustgrid.leaderboard.statistics.Interval;
import org.robustgrid.leaderboard.statistics.Intervals;
import org.robustgrid.report.text.CertifiedBoard;
import org.robustgrid.report.text.Numerals;

/**
 * Certified accuracy against the L2 radius, a lower bound, with the accuracy that attacks left on
 * the same samples, an upper bound, as SVG.
 */
final class CertifiedPlot {

  /** Ticks closer than this have no room for their numbers. */
  private static final double TICK_ROOM = 38;

  private final CertifiedBoard board;
  private final RowStyles series;
  private final PlotFrame frame;

  /** A rate at a radius. */
  private record Point(double radius, Rate rate) {}

  /**
   * Prepares a plot.
   *
   * @param board with at least one radius
   */
  CertifiedPlot(CertifiedBoard board, RowStyles series) {
    this.board = board;
    this.series = series;
    this.frame =
        new PlotFrame(
            Stream.concat(
                    board.radii().stream().map(Double::valueOf),
                    board.l2Boards().stream().map(b -> b.threatModel().epsilon()))
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(1));
  }

  /** The figure: the plot, its caption and its legend. */
  static Markup draw(CertifiedBoard board, RowStyles series, String id, String title) {
    return new CertifiedPlot(board, series).draw(id, title);
  }

  private Markup draw(String id, String title) {
    Markup out = new Markup();
    out.open("figure", "class", "plot");
    out.open("figcaption").leaf("h3", title).close();
    frame.open(out, id, title, description());
    axes(out);
    List<Row> rows = rows();
    for (int i = 0; i < rows.size(); i++) {
      // Neighbours stand side by side, so that equal rates and their intervals stay visible.
      row(out, rows.get(i), (i - (rows.size() - 1) / 2.0) * 5);
    }
    out.close();
    out.open("ul", "class", "legend");
    for (Row row : rows) {
      out.open("li", "data-row", row.label());
      out.append(series.key(row.label())).text(row.label()).close();
    }
    out.close();
    return out.close();
  }

  private List<Row> rows() {
    return board.rows().stream().filter(row -> row.certified() != null).toList();
  }

  private String description() {
    StringBuilder text = new StringBuilder("Certified accuracy at growing L2 radius. ");
    for (Row row : rows()) {
      text.append(row.label()).append(": ").append(words(certified(row)));
      List<Point> attacked = attacked(row);
      if (!attacked.isEmpty()) {
        text.append("; under attack ").append(words(attacked));
      }
      text.append(". ");
    }
    return text.toString().trim();
  }

  private static String words(List<Point> points) {
    List<String> parts = new ArrayList<>();
    for (Point p : points) {
      parts.add(Numerals.percent(p.rate().rate()) + " at " + Numerals.epsilon(p.radius()));
    }
    return String.join(", ", parts);
  }

  private void axes(Markup out) {
    out.open("g", "class", "axes");
    frame.rates(out);
    frame.tick(out, 0, "0");
    double last = frame.x(0);
    for (String radius : board.radii()) {
      double x = frame.x(Double.parseDouble(radius));
      boolean room = x - last >= TICK_ROOM;
      frame.tick(out, Double.parseDouble(radius), room ? radius : "");
      last = room ? x : last;
    }
    frame.name(out, "L2 radius");
    out.close();
  }

  private void row(Markup out, Row row, double shift) {
    List<Point> points = certified(row);
    out.open("g", "class", series.style(row.label()), "data-row", row.label());
    // certified accuracy never rises with the radius: left of a point it is at least as high
    StringBuilder path = new StringBuilder();
    for (Point point : points) {
      path.append(path.isEmpty() ? "M" + px(frame.x(0) + shift) + "," : "V");
      path.append(px(PlotFrame.y(point.rate().rate())));
      path.append("H").append(px(frame.x(point.radius()) + shift));
    }
    out.empty("path", "class", "line", "d", path.toString());
    points.forEach(point -> point(out, row, point, shift, "certified at radius "));
    out.open("g", "class", "hollow");
    attacked(row).forEach(point -> point(out, row, point, shift, "under attack, ε = "));
    out.close().close();
  }

  private void point(Markup out, Row row, Point point, double shift, String what) {
    double x = frame.x(point.radius()) + shift;
    Rate rate = point.rate();
    out.open("g");
    out.leaf(
        "title",
        row.label() + ", " + what + Numerals.epsilon(point.radius()) + ": " + Numerals.rate(rate));
    out.empty(
        "path",
        "class",
        "whisker",
        "d",
        "M" + px(x) + "," + px(PlotFrame.y(rate.low())) + "V" + px(PlotFrame.y(rate.high())));
    series.marker(out, row.label(), x, PlotFrame.y(rate.rate()), 4.6);
    out.close();
  }

  private List<Point> certified(Row row) {
    List<Point> points = new ArrayList<>();
    for (String radius : board.radii()) {
      Rate rate = row.certified().get(radius);
      if (rate != null) {
        points.add(new Point(Double.parseDouble(radius), rate));
      }
    }
    return points;
  }

  /** The worst case over attacks at each L2 board's ε, on the certified samples alone. */
  private List<Point> attacked(Row certified) {
    List<Point> points = new ArrayList<>();
    for (Board l2 : board.l2Boards()) {
      l2.rows().stream()
          .filter(row -> row.label().equals(certified.label()))
          .findFirst()
          .flatMap(row -> worst(row, certified.certifiedSamples()))
          .ifPresent(rate -> points.add(new Point(l2.threatModel().epsilon(), rate)));
    }
    return points;
  }

  private static Optional<Rate> worst(Row row, int samples) {
    double survivors = 0;
    for (SeedResult seed : row.perSeed()) {
      if (seed.worst() == null || seed.worst().length() < samples) {
        return Optional.empty();
      }
      survivors += seed.worst().substring(0, samples).chars().filter(c -> c == '1').count();
    }
    double mean = survivors / Math.max(1, row.perSeed().size());
    Interval interval = Intervals.wilson(mean, samples, Intervals.CONFIDENCE);
    return Optional.of(new Rate(mean / samples, interval.low(), interval.high(), null));
  }
}

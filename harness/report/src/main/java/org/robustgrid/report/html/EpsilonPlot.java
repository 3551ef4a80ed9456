package org.robustgrid.report.html;

import static org.robustgrid.report.html.RowStyles.px;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.robustgrid.leaderboard.Leaderboard.Board;
import org.robustgrid.leaderboard.Leaderboard.Rate;
import org.robustgrid.leaderboard.Leaderboard.Row;
import org.robustgrid.report.text.Numerals;
import org.robustgrid.report.text.ThreatModels;

/** Worst-case accuracy against ε over the boards of one data set and norm, as SVG. */
final class EpsilonPlot {

  /**
   * One measured point of a row.
   *
   * @param bound whether it is an upper bound only
   */
  private record Point(double epsilon, Rate rate, boolean bound) {

    String text() {
      return bound ? Numerals.AT_MOST : "";
    }
  }

  private final List<Board> boards;
  private final RowStyles series;
  private final PlotFrame frame;

  /**
   * Prepares a plot.
   *
   * @param boards of one data set and norm
   */
  EpsilonPlot(List<Board> boards, RowStyles series) {
    this.boards =
        boards.stream().sorted(Comparator.comparingDouble(b -> b.threatModel().epsilon())).toList();
    this.series = series;
    double last = this.boards.get(this.boards.size() - 1).threatModel().epsilon();
    this.frame = new PlotFrame(last > 0 ? last : 1);
  }

  /** The figure: the plot, its caption and its legend. */
  Markup draw(String id, String title) {
    List<String> labels = labels();
    Markup out = new Markup();
    out.open("figure", "class", "plot");
    out.open("figcaption").leaf("h3", title).close();
    frame.open(out, id, title, description(labels));
    axes(out);
    List<String> prominent = labels.stream().filter(series::prominent).toList();
    labels.stream().filter(label -> !series.prominent(label)).forEach(l -> line(out, l, 0));
    for (int i = 0; i < prominent.size(); i++) {
      // Neighbours stand side by side, so that equal rates and their intervals stay visible.
      line(out, prominent.get(i), (i - (prominent.size() - 1) / 2.0) * 5);
    }
    out.close();
    Legend.draw(out, labels, series, label -> !points(label).isEmpty());
    if (labels.stream().anyMatch(label -> points(label).stream().anyMatch(Point::bound))) {
      Legend.explainHollow(out);
    }
    return out.close();
  }

  private List<String> labels() {
    return boards.stream().flatMap(b -> b.rows().stream()).map(Row::label).distinct().toList();
  }

  private String description(List<String> labels) {
    StringBuilder text = new StringBuilder("Accuracy at growing epsilon. ");
    for (String label : labels) {
      text.append(label).append(": ");
      List<String> parts = new ArrayList<>();
      for (Point point : points(label)) {
        parts.add(
            point.text()
                + Numerals.percent(point.rate().rate())
                + " at "
                + Numerals.epsilon(point.epsilon()));
      }
      text.append(parts.isEmpty() ? "no result" : String.join(", ", parts)).append(". ");
    }
    return text.toString().trim();
  }

  private void axes(Markup out) {
    out.open("g", "class", "axes");
    frame.rates(out);
    frame.tick(out, 0, "clean");
    boards.stream()
        .map(board -> board.threatModel().epsilon())
        .filter(epsilon -> epsilon > 0)
        .distinct()
        .forEach(epsilon -> frame.tick(out, epsilon, Numerals.epsilon(epsilon)));
    frame.name(out, ThreatModels.norm(boards.get(0).threatModel().norm()) + " radius ε");
    out.close();
  }

  private void line(Markup out, String label, double shift) {
    List<Point> points = points(label);
    if (points.isEmpty()) {
      return;
    }
    String faded = series.prominent(label) ? "" : " faded";
    out.open("g", "class", series.style(label) + faded, "data-row", label);
    StringBuilder path = new StringBuilder();
    for (Point point : points) {
      path.append(path.isEmpty() ? "M" : "L");
      path.append(px(frame.x(point.epsilon()) + shift))
          .append(',')
          .append(px(PlotFrame.y(point.rate().rate())));
    }
    out.empty("path", "class", "line", "d", path.toString());
    for (Point point : points) {
      double x = frame.x(point.epsilon()) + shift;
      out.open("g", "class", point.bound() ? "hollow" : null);
      out.leaf(
          "title",
          label
              + ", ε = "
              + Numerals.epsilon(point.epsilon())
              + ": "
              + point.text()
              + Numerals.rate(point.rate()));
      out.empty(
          "path",
          "class",
          "whisker",
          "d",
          "M"
              + px(x)
              + ","
              + px(PlotFrame.y(point.rate().low()))
              + "V"
              + px(PlotFrame.y(point.rate().high())));
      series.marker(out, label, x, PlotFrame.y(point.rate().rate()), 4.6);
      out.close();
    }
    out.close();
  }

  /** The clean accuracy at 0, then the worst case at each board's ε where there is one. */
  private List<Point> points(String label) {
    List<Point> points = new ArrayList<>();
    List<Row> rows = new ArrayList<>();
    for (Board board : boards) {
      row(board, label).ifPresent(rows::add);
    }
    boolean zeroIsABoard = boards.get(0).threatModel().epsilon() == 0;
    rows.stream()
        .filter(row -> row.clean() != null && !zeroIsABoard)
        .findFirst()
        .ifPresent(row -> points.add(new Point(0, row.clean(), false)));
    for (Board board : boards) {
      row(board, label)
          .filter(row -> row.worst() != null)
          .ifPresent(
              row ->
                  points.add(
                      new Point(board.threatModel().epsilon(), row.worst(), row.unreliable())));
    }
    return points;
  }

  private static Optional<Row> row(Board board, String label) {
    return board.rows().stream().filter(row -> row.label().equals(label)).findFirst();
  }
}

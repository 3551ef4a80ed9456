package org.robustgrid.report.html;

import static org.robustgrid.report.html.RowStyles.px;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.robustgrid.leaderboard.Leaderboard.Board;
import org.robustgrid.leaderboard.Leaderboard.Row;
import org.robustgrid.report.html.PassesCurve.Point;
import org.robustgrid.report.text.Numerals;

/**
 * What the attacks of a board cost and leave, as SVG: a mark for each attack, and as a line what
 * all attacks up to that cost leave together. Passes are on a logarithmic scale.
 */
final class PassesPlot {

  /** Distance of neighbouring rows, so that marks of the same attack stay visible. */
  private static final double SHIFT = 3;

  private final RowStyles series;
  private final Map<String, PassesCurve> curves = new TreeMap<>();
  private final List<String> labels;
  private final Set<String> unreliable;
  private final PlotFrame frame = new PlotFrame(1);
  private final int first;
  private final int last;

  PassesPlot(Board board, RowStyles series) {
    this.series = series;
    this.labels = board.rows().stream().map(Row::label).toList();
    this.unreliable =
        board.rows().stream().filter(Row::unreliable).map(Row::label).collect(Collectors.toSet());
    board.rows().forEach(r -> PassesCurve.of(r).ifPresent(curve -> curves.put(r.label(), curve)));
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

  /** The figure: the plot, its caption and its legend; empty where no row has a worst case. */
  static Markup draw(Board board, RowStyles series, String id, String title) {
    return new PassesPlot(board, series).draw(id, title);
  }

  private Markup draw(String id, String board) {
    Markup out = new Markup();
    if (curves.isEmpty()) {
      return out;
    }
    String title = board + ": accuracy against passes";
    out.open("figure", "class", "plot passes-plot");
    out.open("figcaption").leaf("h3", title);
    out.leaf(
        "p",
        "A mark is one attack, a line what all attacks up to that cost leave together; it ends at"
            + " the worst case.",
        "class",
        "muted");
    out.close();
    frame.open(out, id, title, description());
    axes(out);
    List<String> prominent = labels.stream().filter(series::prominent).toList();
    labels.stream().filter(label -> !series.prominent(label)).forEach(l -> row(out, l, 0));
    for (int i = 0; i < prominent.size(); i++) {
      row(out, prominent.get(i), (i - (prominent.size() - 1) / 2.0) * SHIFT);
    }
    out.close();
    Legend.draw(out, labels, series, curves::containsKey);
    if (curves.keySet().stream().anyMatch(unreliable::contains)) {
      Legend.explainHollow(out);
    }
    return out.close();
  }

  private String description() {
    StringBuilder text =
        new StringBuilder("Accuracy left by all attacks up to a number of passes a sample. ");
    for (String label : labels) {
      text.append(label).append(": ");
      text.append(curves.containsKey(label) ? words(curves.get(label)) : "no result").append(". ");
    }
    return text.toString().trim();
  }

  private static String words(PassesCurve curve) {
    return Numerals.percent(curve.clean())
        + " clean, "
        + curve.points().stream()
            .map(p -> Numerals.percent(p.left()) + " at " + Numerals.count(p.passes()))
            .collect(Collectors.joining(", "));
  }

  private void axes(Markup out) {
    out.open("g", "class", "axes");
    frame.rates(out);
    for (int power = first; power <= last; power++) {
      double passes = Math.pow(10, power);
      frame.tick(out, position(passes), Numerals.significant(passes, 1));
    }
    frame.name(out, "forward and backward passes a sample");
    out.close();
  }

  /**
   * From 0 at the first power of ten to 1 at the last; an attack that had nothing to do is at 0.
   */
  private double position(double passes) {
    return passes > 0 ? Math.max(0, (Math.log10(passes) - first) / (last - first)) : 0;
  }

  private void row(Markup out, String label, double shift) {
    PassesCurve curve = curves.get(label);
    if (curve == null) {
      return;
    }
    String faded = series.prominent(label) ? "" : " faded";
    out.open("g", "class", series.style(label) + faded, "data-row", label);
    StringBuilder path = new StringBuilder("M");
    path.append(px(PlotFrame.LEFT)).append(',').append(px(PlotFrame.y(curve.clean())));
    for (Point point : curve.points()) {
      path.append('H').append(px(frame.x(position(point.passes())) + shift));
      path.append('V').append(px(PlotFrame.y(point.left())));
    }
    out.empty("path", "class", "line", "d", path.toString());
    for (Point point : curve.points()) {
      out.open("g", "class", unreliable.contains(label) ? "hollow" : null);
      out.leaf("title", label + ", " + title(point));
      double x = frame.x(position(point.passes())) + shift;
      series.marker(out, label, x, PlotFrame.y(point.rate()), 3.6);
      out.close();
    }
    out.close();
  }

  private static String title(Point point) {
    List<String> parts = new ArrayList<>();
    parts.add(point.attack() + ": " + Numerals.percent(point.rate()));
    parts.add(Numerals.count(point.passes()) + " passes");
    parts.add("so far " + Numerals.percent(point.left()));
    return String.join(", ", parts);
  }
}

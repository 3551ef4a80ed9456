package org.robustgrid.report.html;

import static org.robustgrid.report.html.RowStyles.px;

import java.util.List;
import org.robustgrid.leaderboard.Leaderboard.Rate;

/**
 * Rows as lines of accuracy with marks, as SVG, with a caption and a legend.
 *
 * @param axis what accuracy is drawn against
 * @param note under the title; empty for none
 * @param description of all lines in words
 * @param look how lines are drawn
 * @param lines one a row, in the order of the legend
 */
record LinePlot(Axis axis, String note, String description, Look look, List<Line> lines) {

  /** How marks and lines are drawn. */
  enum Look {
    /** Rates with intervals at a few places; the reader chooses which rows are in colour. */
    MEASURED("plot", 5, 4.6, true),
    /** The same of all rows in colour. */
    ALL_MEASURED("plot", 5, 4.6, false),
    /** Many small marks without intervals, lines that begin at the axis. */
    COUNTED("plot passes-plot", 3, 3.6, true);

    private final String styles;

    /** Distance of neighbouring rows, so that equal rates stay visible. */
    private final double spread;

    private final double radius;
    private final boolean chosen;

    Look(String styles, double spread, double radius, boolean chosen) {
      this.styles = styles;
      this.spread = spread;
      this.radius = radius;
      this.chosen = chosen;
    }
  }

  /**
   * The horizontal axis.
   *
   * @param largest value shown, above 0
   * @param ticks in their order
   */
  record Axis(String name, double largest, List<Tick> ticks) {}

  /** A value on the axis, and what is written there. */
  record Tick(double value, String text) {}

  /** A place of a line. */
  record Place(double value, double rate) {}

  /**
   * A measured rate.
   *
   * @param hollow whether it is an upper bound only
   * @param text what it is, in words
   */
  record Mark(double value, Rate rate, boolean hollow, String text) {}

  /**
   * A row.
   *
   * @param path through which its line goes; nothing is drawn without one
   */
  record Line(String label, List<Place> path, List<Mark> marks) {}

  /** The figure. */
  Markup draw(RowStyles styles, String id, String title) {
    PlotFrame frame = new PlotFrame(axis.largest());
    Markup out = new Markup();
    out.open("figure", "class", look.styles);
    out.open("figcaption").leaf("h3", title);
    if (!note.isEmpty()) {
      out.leaf("p", note, "class", "muted");
    }
    out.close();
    frame.open(out, id, title, description);
    out.open("g", "class", "axes");
    frame.rates(out);
    axis.ticks().forEach(tick -> frame.tick(out, tick.value(), tick.text()));
    frame.name(out, axis.name());
    out.close();
    List<Line> front = lines.stream().filter(line -> inFront(line, styles)).toList();
    lines.stream()
        .filter(line -> !inFront(line, styles))
        .forEach(line -> line(out, styles, frame, line, 0));
    for (int i = 0; i < front.size(); i++) {
      line(out, styles, frame, front.get(i), (i - (front.size() - 1) / 2.0) * look.spread);
    }
    out.close();
    legend(out, styles);
    return out.close();
  }

  private boolean inFront(Line line, RowStyles styles) {
    return !look.chosen || styles.prominent(line.label());
  }

  private void legend(Markup out, RowStyles styles) {
    List<String> drawn = lines.stream().filter(l -> !l.path().isEmpty()).map(Line::label).toList();
    if (!look.chosen) {
      out.open("ul", "class", "legend");
      for (String label : drawn) {
        out.open("li", "data-row", label).append(styles.key(label)).text(label).close();
      }
      out.close();
      return;
    }
    Legend.draw(out, lines.stream().map(Line::label).toList(), styles, drawn::contains);
    if (lines.stream().anyMatch(line -> line.marks().stream().anyMatch(Mark::hollow))) {
      Legend.explainHollow(out);
    }
  }

  private void line(Markup out, RowStyles styles, PlotFrame frame, Line line, double shift) {
    if (line.path().isEmpty()) {
      return;
    }
    String faded = inFront(line, styles) ? "" : " faded";
    out.open("g", "class", styles.style(line.label()) + faded, "data-row", line.label());
    StringBuilder path = new StringBuilder();
    for (Place place : line.path()) {
      boolean first = path.isEmpty();
      boolean fromAxis = first && look == Look.COUNTED;
      path.append(first ? 'M' : 'L')
          .append(px(fromAxis ? PlotFrame.LEFT : frame.x(place.value()) + shift))
          .append(',')
          .append(px(PlotFrame.y(place.rate())));
    }
    out.empty("path", "class", "line", "d", path.toString());
    for (Mark mark : line.marks()) {
      double x = frame.x(mark.value()) + shift;
      Rate rate = mark.rate();
      out.open("g", "class", mark.hollow() ? "hollow" : null);
      out.leaf("title", line.label() + ", " + mark.text());
      if (look != Look.COUNTED) {
        String whisker = px(PlotFrame.y(rate.low())) + "V" + px(PlotFrame.y(rate.high()));
        out.empty("path", "class", "whisker", "d", "M" + px(x) + "," + whisker);
      }
      styles.marker(out, line.label(), x, PlotFrame.y(rate.rate()), look.radius);
      out.close();
    }
    out.close();
  }
}

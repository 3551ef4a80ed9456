package org.robustgrid.report.html;

import static org.robustgrid.report.html.RowStyles.px;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.robustgrid.leaderboard.analysis.Series;
import org.robustgrid.report.text.Numerals;

/** Series with the same axes as lines with bands, as SVG. */
final class SeriesPlot {

  private static final double WIDTH = 520;
  private static final double HEIGHT = 340;
  private static final double LEFT = 74;
  private static final double RIGHT = 16;
  private static final double TOP = 14;
  private static final double BOTTOM = 54;

  /** More points stand closer than their marks are wide. */
  private static final int MOST_MARKS = 60;

  private final List<Series> series;
  private final RowStyles styles;
  private final Scale x;
  private final Scale y;

  /** A range of values, and the stretch of the drawing that shows it. */
  private record Scale(double least, double most, double from, double to) {

    /** What quotients of decimals lack, in steps. */
    private static final double ROUNDING = 1e-6;

    static Scale of(DoubleStream values, double from, double to) {
      double[] all = values.toArray();
      double least = DoubleStream.of(all).min().orElse(0);
      double most = DoubleStream.of(all).max().orElse(1);
      double room = most > least ? 0 : Math.max(1, Math.abs(most)) / 2;
      return new Scale(least - room, most + room, from, to);
    }

    /** The same range, to the next ticks beyond it. */
    Scale toTicks() {
      double step = PlaneFrame.step(most - least);
      double first = Math.floor(least / step + ROUNDING) * step;
      double last = Math.ceil(most / step - ROUNDING) * step;
      return new Scale(first, last, from, to);
    }

    double place(double value) {
      return from + (to - from) * (value - least) / (most - least);
    }

    List<Double> ticks() {
      double step = PlaneFrame.step(most - least);
      List<Double> ticks = new ArrayList<>();
      long last = (long) Math.floor(most / step + ROUNDING);
      for (long i = (long) Math.ceil(least / step - ROUNDING); i <= last; i++) {
        ticks.add(i * step);
      }
      return ticks;
    }
  }

  private SeriesPlot(List<Series> series) {
    this.series = series;
    this.styles = new RowStyles(series.stream().map(Series::name).toList());
    this.x = Scale.of(values(Series::x), LEFT, WIDTH - RIGHT);
    this.y =
        Scale.of(
                DoubleStream.concat(
                    values(Series::y),
                    DoubleStream.concat(values(Series::low), values(Series::high))),
                HEIGHT - BOTTOM,
                TOP)
            .toTicks();
  }

  private DoubleStream values(Function<Series, List<Double>> part) {
    return series.stream()
        .flatMap(s -> part.apply(s) == null ? Stream.of() : part.apply(s).stream())
        .mapToDouble(Double::doubleValue);
  }

  /** A figure for each pair of axes, in the order of the series. */
  static List<Markup> draw(List<Series> all, String id) {
    Map<String, List<Series>> plots = new LinkedHashMap<>();
    all.forEach(s -> plots.computeIfAbsent(s.axes(), axes -> new ArrayList<>()).add(s));
    List<Markup> drawn = new ArrayList<>();
    plots.forEach(
        (axes, group) -> drawn.add(new SeriesPlot(group).draw(id + "-plot-" + drawn.size(), axes)));
    return drawn;
  }

  private Markup draw(String id, String title) {
    Markup out = new Markup();
    out.open("figure", "class", "plot");
    out.open("figcaption").leaf("h4", title).close();
    PlotFrame.open(out, WIDTH, HEIGHT, id, title, description());
    axes(out);
    series.forEach(s -> line(out, s));
    out.close();
    out.open("ul", "class", "legend");
    for (Series s : series) {
      out.open("li").append(styles.key(s.name())).text(s.name()).close();
    }
    return out.close().close();
  }

  private String description() {
    StringBuilder text = new StringBuilder();
    for (Series s : series) {
      int last = s.x().size() - 1;
      text.append(s.name()).append(": from ").append(point(s, 0));
      text.append(" to ").append(point(s, last)).append(". ");
    }
    return text.toString().trim();
  }

  private static String point(Series s, int i) {
    return number(s.y().get(i)) + " at " + number(s.x().get(i));
  }

  private void axes(Markup out) {
    double base = HEIGHT - BOTTOM;
    out.open("g", "class", "axes");
    String frame = "M" + px(LEFT) + "," + px(TOP) + "V" + px(base) + "H" + px(WIDTH - RIGHT);
    out.empty("path", "class", "axis", "fill", "none", "d", frame);
    for (double tick : x.ticks()) {
      out.empty("path", "class", "axis", "d", "M" + px(x.place(tick)) + "," + px(base) + "v5");
      PlaneFrame.text(out, number(tick), x.place(tick), base + 21, "middle");
    }
    for (double tick : y.ticks()) {
      out.empty("path", "class", "axis", "d", "M" + px(LEFT) + "," + px(y.place(tick)) + "h-5");
      PlaneFrame.text(out, number(tick), LEFT - 9, y.place(tick) + 5, "end");
    }
    Series first = series.get(0);
    String middle = px((TOP + base) / 2);
    PlaneFrame.name(out, first.xName(), px((LEFT + WIDTH - RIGHT) / 2), px(HEIGHT - 8), null);
    PlaneFrame.name(out, first.yName(), "16", middle, "rotate(-90 16 " + middle + ")");
    out.close();
  }

  private void line(Markup out, Series s) {
    out.open("g", "class", styles.style(s.name()));
    if (s.low() != null) {
      StringBuilder band = new StringBuilder();
      for (int i = 0; i < s.x().size(); i++) {
        band.append(i == 0 ? 'M' : 'L').append(at(s.x().get(i), s.high().get(i)));
      }
      for (int i = s.x().size() - 1; i >= 0; i--) {
        band.append('L').append(at(s.x().get(i), s.low().get(i)));
      }
      out.empty("path", "class", "band", "d", band.append('z').toString());
    }
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < s.x().size(); i++) {
      path.append(i == 0 ? 'M' : 'L').append(at(s.x().get(i), s.y().get(i)));
    }
    out.empty("path", "class", "line", "d", path.toString());
    for (int i = 0; i < s.x().size() && s.x().size() <= MOST_MARKS; i++) {
      out.open("g").leaf("title", s.name() + ": " + point(s, i));
      styles.marker(out, s.name(), x.place(s.x().get(i)), y.place(s.y().get(i)), 3.6);
      out.close();
    }
    out.close();
  }

  private String at(double horizontal, double vertical) {
    return px(x.place(horizontal)) + "," + px(y.place(vertical));
  }

  private static String number(double value) {
    return Numerals.significant(value, 4).replace('-', '−');
  }
}

package org.robustgrid.report.html;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.robustgrid.core.leaderboard.Leaderboard;

/**
 * Gives every row label its colour and marker, the same in all plots and tables of a page. Colour
 * never stands alone: the marker differs as well.
 */
final class Series {

  /** Number of colours of the style sheet and of markers drawn here. */
  private static final int STYLES = 8;

  private final Map<String, Integer> indices = new LinkedHashMap<>();

  Series(Leaderboard leaderboard) {
    leaderboard
        .boards()
        .forEach(b -> b.rows().forEach(r -> indices.putIfAbsent(r.label(), indices.size())));
  }

  /** The style class of a label's colour; from the ninth label on lines are dashed. */
  String style(String label) {
    int index = indices.get(label);
    return "series-" + index % STYLES + (index >= STYLES ? " dashed" : "");
  }

  /** Draws a label's marker in an SVG, centred at a point. */
  void marker(Markup svg, String label, double x, double y, double radius) {
    double r = radius;
    switch (indices.get(label) % STYLES) {
      case 0 ->
          svg.empty("circle", "class", "mark", "cx", px(x), "cy", px(y), "r", px(radius * 0.95));
      case 1 -> path(svg, x, y, "M%s,%sh%sv%sh%sz", -r * .85, -r * .85, 1.7 * r, 1.7 * r, -1.7 * r);
      case 2 -> path(svg, x, y, "M%s,%sL%s,%sL%s,%sz", 0, -1.15 * r, r, .7 * r, -r, .7 * r);
      case 3 ->
          path(
              svg,
              x,
              y,
              "M%s,%sL%s,%sL%s,%sL%s,%sz",
              0,
              -1.2 * r,
              1.2 * r,
              0,
              0,
              1.2 * r,
              -1.2 * r,
              0);
      case 4 -> path(svg, x, y, "M%s,%sL%s,%sL%s,%sz", 0, 1.15 * r, r, -.7 * r, -r, -.7 * r);
      case 5 -> path(svg, x, y, "M%s,%sL%s,%sL%s,%sz", 1.15 * r, 0, -.7 * r, r, -.7 * r, -r);
      case 6 -> path(svg, x, y, "M%s,%sL%s,%sL%s,%sz", -1.15 * r, 0, .7 * r, r, .7 * r, -r);
      default -> path(svg, x, y, "M%s,%sh%sv%sh%sz", -1.2 * r, -.5 * r, 2.4 * r, r, -2.4 * r);
    }
  }

  /** A small drawing of a label's marker, for tables and legends; hidden from screen readers. */
  Markup swatch(String label) {
    Markup svg = new Markup();
    svg.open(
        "svg",
        "class",
        "swatch " + style(label),
        "viewBox",
        "-8 -8 16 16",
        "width",
        "16",
        "height",
        "16",
        "aria-hidden",
        "true",
        "focusable",
        "false");
    marker(svg, label, 0, 0, 5.5);
    return svg.close();
  }

  private static void path(Markup svg, double x, double y, String form, Object... numbers) {
    Object[] texts = new Object[numbers.length];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = px(((Number) numbers[i]).doubleValue());
    }
    svg.empty(
        "path",
        "class",
        "mark",
        "transform",
        "translate(" + px(x) + " " + px(y) + ")",
        "d",
        String.format(Locale.ROOT, form, texts));
  }

  /** A coordinate with two decimals at most. */
  static String px(double value) {
    String text = String.format(Locale.ROOT, "%.2f", value + 0.0);
    return text.replaceAll("\\.?0+$", "").replaceAll("^-0$", "0");
  }
}

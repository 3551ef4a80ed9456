package org.robustgrid.report.html;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.robustgrid.leaderboard.Leaderboard;

/**
 * Gives every row label its colour and marker, the same in all plots and tables of a page. Rows
 * differ in colour and in marker.
 */
final class RowStyles {

  /** Number of colours of the style sheet and of markers drawn here. */
  private static final int STYLES = 8;

  private final Map<String, Integer> indices = new LinkedHashMap<>();
  private final Set<String> prominent;

  /** Styles of some labels, all of them prominent. */
  RowStyles(Collection<String> labels) {
    labels.forEach(label -> indices.putIfAbsent(label, indices.size()));
    prominent = Set.copyOf(labels);
  }

  /** Prominent rows come first, so that no two of them look the same. */
  RowStyles(Leaderboard leaderboard) {
    prominent = Prominence.of(leaderboard);
    prominent.forEach(label -> indices.put(label, indices.size()));
    leaderboard
        .boards()
        .forEach(b -> b.rows().forEach(r -> indices.putIfAbsent(r.label(), indices.size())));
  }

  /**
   * The style class of a label's colour; from the ninth label on lines are dashed, from the
   * seventeenth on dotted.
   */
  String style(String label) {
    int index = indices.get(label);
    String stroke = index < STYLES ? "" : index < 2 * STYLES ? " dashed" : " dotted";
    return "series-" + index % STYLES + stroke;
  }

  /** Whether a row's lines are shown in colour before the reader asks for it. */
  boolean prominent(String label) {
    return prominent.contains(label);
  }

  /** Whether every row is. */
  boolean allProminent() {
    return prominent.containsAll(indices.keySet());
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

  /** A small drawing of a label's marker, for tables; hidden from screen readers. */
  Markup swatch(String label) {
    return drawing(label, "swatch", 8);
  }

  /**
   * A piece of a label's line with its marker, for the legends of plots; hidden from screen
   * readers.
   */
  Markup key(String label) {
    return drawing(label, "swatch key", 14);
  }

  private Markup drawing(String label, String kind, int half) {
    Markup svg = new Markup();
    svg.open(
        "svg",
        "class",
        kind + " " + style(label),
        "viewBox",
        -half + " -8 " + 2 * half + " 16",
        "width",
        Integer.toString(2 * half),
        "height",
        "16",
        "aria-hidden",
        "true",
        "focusable",
        "false");
    if (half > 8) {
      svg.empty("path", "class", "line", "d", "M" + -half + ",0H" + half);
    }
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

package org.robustgrid.report.html;

import static org.robustgrid.report.html.RowStyles.px;

/**
 * The frame of a plot of accuracies against a radius, or another amount.
 *
 * @param largest radius shown, above 0
 */
record PlotFrame(double largest) {

  private static final double WIDTH = 520;
  private static final double HEIGHT = 340;
  static final double LEFT = 66;
  private static final double RIGHT = 16;
  private static final double TOP = 14;
  private static final double BOTTOM = 54;

  /** Opens the drawing with its description in words. */
  void open(Markup out, String id, String title, String description) {
    open(out, WIDTH, HEIGHT, id, title, description);
  }

  /** Opens a drawing of any size. */
  static void open(
      Markup out, double width, double height, String id, String title, String description) {
    out.open(
        "svg",
        "viewBox",
        "0 0 " + px(width) + " " + px(height),
        "role",
        "img",
        "aria-labelledby",
        id + "-title " + id + "-text");
    out.leaf("title", title, "id", id + "-title");
    out.leaf("desc", description, "id", id + "-text");
  }

  /** The axis of accuracies with its rules. */
  void rates(Markup out) {
    for (int percent = 0; percent <= 100; percent += 20) {
      double y = y(percent / 100.0);
      out.empty(
          "line",
          "class",
          percent == 0 ? "axis" : "rule",
          "x1",
          px(LEFT),
          "x2",
          px(WIDTH - RIGHT),
          "y1",
          px(y),
          "y2",
          px(y));
      String text = percent == 100 ? "100 %" : Integer.toString(percent);
      out.leaf("text", text, "x", px(LEFT - 9), "y", px(y + 5), "text-anchor", "end");
    }
  }

  /** A tick on the axis of radii. */
  void tick(Markup out, double radius, String text) {
    double x = x(radius);
    double base = y(0);
    out.empty(
        "line", "class", "axis", "x1", px(x), "x2", px(x), "y1", px(base), "y2", px(base + 5));
    out.leaf("text", text, "x", px(x), "y", px(base + 21), "text-anchor", "middle");
  }

  /** The name of the axis of radii. */
  void name(Markup out, String text) {
    out.leaf(
        "text",
        text,
        "x",
        px((LEFT + WIDTH - RIGHT) / 2),
        "y",
        px(HEIGHT - 8),
        "text-anchor",
        "middle",
        "class",
        "name");
  }

  double x(double radius) {
    double inner = WIDTH - LEFT - RIGHT;
    return LEFT + inner * (0.06 + 0.88 * radius / largest);
  }

  static double y(double rate) {
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - rate);
  }
}

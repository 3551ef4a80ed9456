package org.robustgrid.report.html;

import static org.robustgrid.report.html.RowStyles.px;

import java.util.List;
import org.robustgrid.leaderboard.analysis.Plane;
import org.robustgrid.report.text.Numerals;

/**
 * The frame of a plot of the plane: a square with the same scale on both axes, so that a ball looks
 * like one.
 *
 * @param left smallest first feature shown
 * @param bottom smallest second feature
 * @param width of the square, in units of the data
 */
record PlaneFrame(double left, double bottom, double width) {

  private static final double SIDE = 340;
  private static final double MARGIN_LEFT = 74;
  private static final double MARGIN_RIGHT = 14;
  private static final double MARGIN_TOP = 10;
  private static final double MARGIN_BOTTOM = 52;

  /** The square that holds all planes; at least one. */
  static PlaneFrame around(List<Plane> all) {
    double left = all.stream().mapToDouble(Plane::left).min().orElse(0);
    double bottom = all.stream().mapToDouble(Plane::bottom).min().orElse(0);
    double right = all.stream().mapToDouble(r -> r.left() + r.width()).max().orElse(1);
    double top = all.stream().mapToDouble(r -> r.bottom() + r.width()).max().orElse(1);
    return new PlaneFrame(left, bottom, Math.max(right - left, top - bottom));
  }

  double x(double first) {
    return MARGIN_LEFT + length(first - left);
  }

  double y(double second) {
    return MARGIN_TOP + SIDE - length(second - bottom);
  }

  /** A length in units of the data as one of the drawing. */
  double length(double units) {
    return SIDE * units / width;
  }

  /** Opens the drawing with its description in words. */
  void open(Markup out, String id, String title, String description) {
    double height = MARGIN_TOP + SIDE + MARGIN_BOTTOM;
    PlotFrame.open(out, MARGIN_LEFT + SIDE + MARGIN_RIGHT, height, id, title, description);
  }

  /** Both axes with their ticks and names. */
  void axes(Markup out) {
    double base = MARGIN_TOP + SIDE;
    out.open("g", "class", "axes");
    String frame = "M" + px(MARGIN_LEFT) + "," + px(MARGIN_TOP) + "V" + px(base) + "h" + px(SIDE);
    out.empty("path", "class", "axis", "fill", "none", "d", frame);
    double step = step(width);
    for (double tick = Math.ceil(left / step) * step; tick <= left + width; tick += step) {
      out.empty("path", "class", "axis", "d", "M" + px(x(tick)) + "," + px(base) + "v5");
      text(out, label(tick), x(tick), base + 21, "middle");
    }
    for (double tick = Math.ceil(bottom / step) * step; tick <= bottom + width; tick += step) {
      out.empty("path", "class", "axis", "d", "M" + px(MARGIN_LEFT) + "," + px(y(tick)) + "h-5");
      text(out, label(tick), MARGIN_LEFT - 9, y(tick) + 5, "end");
    }
    name(out, "first feature", px(MARGIN_LEFT + SIDE / 2), px(base + 44), null);
    double middle = MARGIN_TOP + SIDE / 2;
    name(out, "second feature", "16", px(middle), "rotate(-90 16 " + px(middle) + ")");
    out.close();
  }

  static void text(Markup out, String text, double x, double y, String anchor) {
    out.leaf("text", text, "x", px(x), "y", px(y), "text-anchor", anchor);
  }

  static void name(Markup out, String text, String x, String y, String transform) {
    out.leaf(
        "text",
        text,
        "x",
        x,
        "y",
        y,
        "text-anchor",
        "middle",
        "class",
        "name",
        "transform",
        transform);
  }

  /** The largest of 1, 2 and 5 times a power of ten that leaves at least four ticks. */
  static double step(double width) {
    double power = Math.pow(10, Math.floor(Math.log10(width / 4)));
    double units = width / 4 / power;
    return power * (units >= 5 ? 5 : units >= 2 ? 2 : 1);
  }

  private static String label(double tick) {
    return Numerals.significant(tick, 6).replace('-', '−');
  }
}

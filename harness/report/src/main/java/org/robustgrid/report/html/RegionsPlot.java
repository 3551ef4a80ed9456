package org.robustgrid.report.html;

import static org.robustgrid.report.html.RowStyles.px;

import java.util.List;
import java.util.stream.IntStream;
import org.robustgrid.leaderboard.DecisionRegions;
import org.robustgrid.leaderboard.Leaderboard.Board;
import org.robustgrid.leaderboard.Leaderboard.Row;
import org.robustgrid.leaderboard.TestSet;
import org.robustgrid.leaderboard.statistics.Bits;
import org.robustgrid.report.text.Numerals;
import org.robustgrid.report.text.ThreatModels;

/** One row's decisions over the plane with the test samples on top, as SVG. */
final class RegionsPlot {

  /** Number of colours of the style sheet. */
  private static final int STYLES = 8;

  /** Shapes by class, beside the colour: circle, square, triangle, diamond. */
  private static final List<String> SHAPES =
      List.of(
          "m-3,0a3,3 0 1 0 6,0a3,3 0 1 0 -6,0z",
          "m-2.7,-2.7h5.4v5.4h-5.4z",
          "m0,-3.6l3.4,6h-6.8z",
          "m0,-3.8l3.8,3.8l-3.8,3.8l-3.8,-3.8z");

  private final TestSet set;
  private final List<Board> boards;
  private final PlaneFrame frame;

  /**
   * Prepares plots of one data set.
   *
   * @param set its samples, which have inputs
   * @param boards of the data set
   */
  RegionsPlot(TestSet set, List<Board> boards, PlaneFrame frame) {
    this.set = set;
    this.boards = boards;
    this.frame = frame;
  }

  /** The figure of a row that has regions and a clean accuracy. */
  Markup draw(String id, Row row) {
    Bits clean = row.perSeed().get(0).clean();
    int wrong = clean.length() - clean.count();
    String counts = clean.length() + " samples, " + wrong + " wrong";
    String seed = row.seeds().size() > 1 ? "seed " + row.seeds().get(0) + ", " : "";
    Markup out = new Markup();
    out.open("figure", "class", "plot plane");
    // no swatch: here colours and marks stand for classes
    out.open("figcaption").leaf("h3", row.label());
    out.leaf("span", seed + counts, "class", "muted").close();
    frame.open(out, id, "Decision regions of " + row.label(), seed + counts);
    image(out, row.regions());
    samples(out, clean);
    balls(out);
    frame.axes(out);
    return out.close().close();
  }

  private void image(Markup out, DecisionRegions regions) {
    out.empty(
        "image",
        "x",
        px(frame.x(regions.left())),
        "y",
        px(frame.y(regions.bottom() + regions.width())),
        "width",
        px(frame.length(regions.width())),
        "height",
        px(frame.length(regions.width())),
        "preserveAspectRatio",
        "none",
        "href",
        PngImage.regions(regions));
  }

  /** Those that are right first: wrong ones must not be hidden. */
  private void samples(Markup out, Bits clean) {
    int shown = Math.min(clean.length(), set.inputs().size());
    for (boolean right : new boolean[] {true, false}) {
      for (int label : set.labels().stream().distinct().sorted().toList()) {
        StringBuilder path = new StringBuilder();
        IntStream.range(0, shown)
            .filter(i -> clean.get(i) == right && set.labels().get(i) == label)
            .forEach(i -> path.append(mark(set.inputs().get(i), label)));
        if (!path.isEmpty()) {
          String style = right ? "sample " : "sample wrong ";
          out.empty("path", "class", style + style(label), "d", path.toString());
        }
      }
    }
  }

  private String mark(List<Double> input, int label) {
    String shape = shape(label);
    return "M" + px(frame.x(input.get(0))) + "," + px(frame.y(input.get(1))) + shape;
  }

  static String style(int label) {
    return "series-" + label % STYLES;
  }

  /** A class's shape, drawn from the point where the pen is. */
  static String shape(int label) {
    return SHAPES.get(label % SHAPES.size());
  }

  /** The balls of the threat models around the sample nearest to the centre. */
  private void balls(Markup out) {
    List<Double> input = centre();
    for (Board board : boards) {
      double epsilon = board.threatModel().epsilon();
      double radius = frame.length(epsilon);
      double x = frame.x(input.get(0));
      double y = frame.y(input.get(1));
      if (hasBall(board)) {
        String path =
            switch (board.threatModel().norm()) {
              case "l2" -> circle(x, y, radius);
              case "linf" -> polygon(x, y, radius, 1, 1);
              default -> polygon(x, y, radius, 1, 0);
            };
        out.open("g");
        out.leaf("title", "within " + ball(board) + " of one sample");
        out.empty("path", "class", "ball", "d", path).close();
      }
    }
  }

  /** Whether a threat model is a ball in the plane, and not the sample alone. */
  static boolean hasBall(Board board) {
    return board.threatModel().bounded()
        && !board.threatModel().norm().equals("l0")
        && board.threatModel().epsilon() > 0;
  }

  /** A board's ball in words. */
  static String ball(Board board) {
    return ThreatModels.norm(board.threatModel().norm())
        + " distance "
        + Numerals.epsilon(board.threatModel().epsilon());
  }

  private static String circle(double x, double y, double r) {
    String arc = "a" + px(r) + "," + px(r) + " 0 1 0 ";
    return "M" + px(x - r) + "," + px(y) + arc + px(2 * r) + ",0" + arc + px(-2 * r) + ",0z";
  }

  /** The polygon that a quarter turn maps onto itself, from one of its four corners. */
  private static String polygon(double x, double y, double r, double a, double b) {
    StringBuilder path = new StringBuilder();
    double dx = a * r;
    double dy = b * r;
    for (int corner = 0; corner < 4; corner++) {
      path.append(corner == 0 ? "M" : "L").append(px(x + dx)).append(",").append(px(y + dy));
      double turned = -dy;
      dy = dx;
      dx = turned;
    }
    return path.append("z").toString();
  }

  private List<Double> centre() {
    double x = frame.left() + frame.width() / 2;
    double y = frame.bottom() + frame.width() / 2;
    List<Double> nearest = set.inputs().get(0);
    for (List<Double> input : set.inputs()) {
      if (Math.hypot(input.get(0) - x, input.get(1) - y)
          < Math.hypot(nearest.get(0) - x, nearest.get(1) - y)) {
        nearest = input;
      }
    }
    return nearest;
  }
}

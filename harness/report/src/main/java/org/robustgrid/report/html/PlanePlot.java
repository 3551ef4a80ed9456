package org.robustgrid.report.html;

import static org.robustgrid.report.html.RowStyles.px;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.analysis.AnalysisResult;
import org.robustgrid.leaderboard.analysis.Plane;
import org.robustgrid.leaderboard.analysis.Subject;
import org.robustgrid.report.text.Numerals;
import org.robustgrid.report.text.ThreatModels;

/** Classes over the plane with samples on top, as SVG. */
final class PlanePlot {

  /** Number of colours of the style sheet. */
  private static final int STYLES = 8;

  /** Shapes by class, beside the colour: circle, square, triangle, diamond. */
  private static final List<String> SHAPES =
      List.of(
          "m-3,0a3,3 0 1 0 6,0a3,3 0 1 0 -6,0z",
          "m-2.7,-2.7h5.4v5.4h-5.4z",
          "m0,-3.6l3.4,6h-6.8z",
          "m0,-3.8l3.8,3.8l-3.8,3.8l-3.8,-3.8z");

  private final List<Board> boards;
  private final PlaneFrame frame;

  /**
   * Prepares plots of one data set.
   *
   * @param boards of the data set
   */
  PlanePlot(List<Board> boards, PlaneFrame frame) {
    this.boards = boards;
    this.frame = frame;
  }

  /**
   * The figure of a plane.
   *
   * @param title of the analysis
   * @param name of the plane, empty if the result has no other
   */
  Markup draw(String id, String title, AnalysisResult result, Plane plane, String name) {
    Subject subject = result.subject();
    String what =
        new Subject(subject.row(), null, subject.other()).words()
            + (subject.row() == null || name.isEmpty() ? "" : ": ")
            + (subject.row() == null ? plane.name() : name);
    String about = (subject.seed() == null ? "" : "seed " + subject.seed() + ", ") + counts(plane);
    Markup out = new Markup();
    out.open("figure", "class", "plot plane");
    // no swatch: here colours and marks stand for classes
    out.open("figcaption").leaf("h3", what);
    out.leaf("span", about, "class", "muted").close();
    frame.open(out, id, title + " of " + what, about);
    image(out, plane);
    samples(out, plane);
    balls(out, plane);
    frame.axes(out);
    return out.close().close();
  }

  private static String counts(Plane plane) {
    int size = plane.points().size();
    long wrong = IntStream.range(0, size).filter(i -> !plane.right(i)).count();
    return size == 0
        ? plane.classes().size() + " × " + plane.classes().get(0).length() + " places"
        : size + " samples, " + wrong + " wrong";
  }

  private void image(Markup out, Plane plane) {
    out.empty(
        "image",
        "x",
        px(frame.x(plane.left())),
        "y",
        px(frame.y(plane.bottom() + plane.width())),
        "width",
        px(frame.length(plane.width())),
        "height",
        px(frame.length(plane.width())),
        "preserveAspectRatio",
        "none",
        "href",
        PngImage.plane(plane));
  }

  /** Those that are right first: wrong ones must not be hidden. */
  private void samples(Markup out, Plane plane) {
    for (boolean right : new boolean[] {true, false}) {
      for (int label : plane.present()) {
        StringBuilder path = new StringBuilder();
        IntStream.range(0, plane.points().size())
            .filter(i -> plane.right(i) == right && plane.label(i) == label)
            .forEach(i -> path.append(mark(plane.points().get(i), label)));
        if (!path.isEmpty()) {
          String style = right ? "sample " : "sample wrong ";
          out.empty("path", "class", style + style(label), "d", path.toString());
        }
      }
    }
  }

  private String mark(List<Double> point, int label) {
    String shape = shape(label);
    return "M" + px(frame.x(point.get(0))) + "," + px(frame.y(point.get(1))) + shape;
  }

  static String style(int label) {
    return "series-" + label % STYLES;
  }

  /** A class's shape, drawn from the point where the pen is. */
  static String shape(int label) {
    return SHAPES.get(label % SHAPES.size());
  }

  /** The balls of the threat models around the sample nearest to the centre. */
  private void balls(Markup out, Plane plane) {
    if (plane.points().isEmpty()) {
      return;
    }
    List<Double> centre = centre(plane.points());
    for (Board board : boards) {
      double epsilon = board.threatModel().epsilon();
      double radius = frame.length(epsilon);
      double x = frame.x(centre.get(0));
      double y = frame.y(centre.get(1));
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

  private List<Double> centre(List<List<Double>> points) {
    double x = frame.left() + frame.width() / 2;
    double y = frame.bottom() + frame.width() / 2;
    ToDoubleFunction<List<Double>> away = p -> Math.hypot(p.get(0) - x, p.get(1) - y);
    return points.stream().min(Comparator.comparingDouble(away)).orElseThrow();
  }
}

package org.robustgrid.report.html;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.Leaderboard.Rate;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.report.html.LinePlot.Axis;
import org.robustgrid.report.html.LinePlot.Line;
import org.robustgrid.report.html.LinePlot.Look;
import org.robustgrid.report.html.LinePlot.Mark;
import org.robustgrid.report.html.LinePlot.Place;
import org.robustgrid.report.html.LinePlot.Tick;
import org.robustgrid.report.text.Numerals;
import org.robustgrid.report.text.ThreatModels;

/** Worst-case accuracy against ε over the boards of one data set and norm. */
final class EpsilonLines {

  private final List<Board> boards;

  private EpsilonLines(List<Board> boards) {
    this.boards =
        boards.stream().sorted(Comparator.comparingDouble(b -> b.threatModel().epsilon())).toList();
  }

  /**
   * The plot.
   *
   * @param boards of one data set and norm
   */
  static LinePlot of(List<Board> boards) {
    return new EpsilonLines(boards).plot();
  }

  private LinePlot plot() {
    double last = boards.get(boards.size() - 1).threatModel().epsilon();
    List<Tick> ticks =
        Stream.concat(
                Stream.of(new Tick(0, "clean")),
                boards.stream()
                    .map(board -> board.threatModel().epsilon())
                    .filter(epsilon -> epsilon > 0)
                    .distinct()
                    .map(epsilon -> new Tick(epsilon, Numerals.epsilon(epsilon))))
            .toList();
    String name = ThreatModels.norm(boards.get(0).threatModel().norm()) + " radius ε";
    List<Line> lines =
        boards.stream()
            .flatMap(board -> board.rows().stream())
            .map(Row::label)
            .distinct()
            .map(this::line)
            .toList();
    return new LinePlot(
        new Axis(name, last > 0 ? last : 1, ticks),
        "",
        "Accuracy at growing epsilon. " + words(lines),
        Look.MEASURED,
        lines);
  }

  private static String words(List<Line> lines) {
    return lines.stream()
        .map(
            line ->
                line.label()
                    + ": "
                    + (line.marks().isEmpty()
                        ? "no result"
                        : line.marks().stream()
                            .map(
                                mark ->
                                    (mark.hollow() ? Numerals.AT_MOST : "")
                                        + Numerals.percent(mark.rate().rate())
                                        + " at "
                                        + Numerals.epsilon(mark.value()))
                            .collect(Collectors.joining(", ")))
                    + ".")
        .collect(Collectors.joining(" "));
  }

  /** The clean accuracy at 0, then the worst case at each board's ε where there is one. */
  private Line line(String label) {
    List<Mark> marks = new ArrayList<>();
    boolean zeroIsABoard = boards.get(0).threatModel().epsilon() == 0;
    boards.stream()
        .flatMap(board -> row(board, label).stream())
        .filter(row -> row.clean() != null && !zeroIsABoard)
        .findFirst()
        .ifPresent(row -> marks.add(mark(0, row.clean(), false)));
    for (Board board : boards) {
      row(board, label)
          .filter(row -> row.worst() != null)
          .ifPresent(
              row -> marks.add(mark(board.threatModel().epsilon(), row.worst(), row.unreliable())));
    }
    List<Place> path =
        marks.stream().map(mark -> new Place(mark.value(), mark.rate().rate())).toList();
    return new Line(label, path, marks);
  }

  private static Mark mark(double epsilon, Rate rate, boolean bound) {
    String text =
        "ε = "
            + Numerals.epsilon(epsilon)
            + ": "
            + (bound ? Numerals.AT_MOST : "")
            + Numerals.rate(rate);
    return new Mark(epsilon, rate, bound, text);
  }

  private static Optional<Row> row(Board board, String label) {
    return board.rows().stream().filter(row -> row.label().equals(label)).findFirst();
  }
}

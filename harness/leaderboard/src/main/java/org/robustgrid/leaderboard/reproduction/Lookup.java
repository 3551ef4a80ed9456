package org.robustgrid.leaderboard.reproduction;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.Distance;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.Leaderboard.Rate;
import org.robustgrid.leaderboard.Measure;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.analysis.AnalysisResult;
import org.robustgrid.leaderboard.analysis.Figure;
import org.robustgrid.leaderboard.analysis.Series;
import org.robustgrid.leaderboard.analysis.Subject;

/** Finds on a leaderboard what papers speak of. */
final class Lookup {

  private static final String PAIR = " + ";

  /** A point of a line: its name and its position. */
  private static final Pattern POINT = Pattern.compile("(.+) at (\\d+(?:\\.\\d+)?)");

  private final Leaderboard leaderboard;
  private final Map<String, String> boards;

  /**
   * Looks at a leaderboard.
   *
   * @param boards the leaderboard's names of boards by the paper's
   */
  Lookup(Leaderboard leaderboard, Map<String, String> boards) {
    this.leaderboard = leaderboard;
    this.boards = boards;
  }

  /** The board of a place. */
  Optional<Board> board(Place place) {
    if (place.board().isEmpty()) {
      return leaderboard.boards().stream().findFirst();
    }
    String name = boards.getOrDefault(place.board().get(), place.board().get());
    return leaderboard.boards().stream()
        .filter(board -> board.threatModel().words().equals(name))
        .findFirst();
  }

  /** The row of a place. */
  Optional<Row> row(Place place) {
    return board(place)
        .flatMap(
            board ->
                board.rows().stream()
                    .filter(row -> row.label().equals(place.row().orElse("")))
                    .findFirst());
  }

  /** The measure that a place names; empty if it names an analysis. */
  static Optional<Measure> measure(Place place) {
    return place
        .measure()
        .map(
            name ->
                switch (name) {
                  case "clean" -> Measure.CLEAN;
                  case "worst" -> Measure.WORST;
                  default -> Measure.attack(name.substring(name.indexOf(' ') + 1));
                });
  }

  /** The value of a place; empty if the leaderboard does not hold it. */
  Optional<Value> value(Place place) {
    if (place.analysis().isPresent()) {
      return figures(place).stream()
          .findFirst()
          .map(f -> Value.number(f.value(), f.low(), f.high()));
    }
    return row(place).flatMap(row -> value(row, place.measure().orElse("")));
  }

  private static Optional<Value> value(Row row, String measure) {
    String attack = measure.substring(measure.indexOf(' ') + 1);
    if (measure.startsWith("distance ")) {
      return Optional.ofNullable(row.distances())
          .map(distances -> distances.attacks().get(attack))
          .map(Lookup::median);
    }
    Rate rate =
        switch (measure) {
          case "clean" -> row.clean();
          case "worst" -> row.worst();
          default -> row.attacks().get(attack);
        };
    return Optional.ofNullable(rate).map(r -> Value.share(r.rate(), r.low(), r.high()));
  }

  private static Value median(Distance distance) {
    double median = distance.median() == null ? Double.POSITIVE_INFINITY : distance.median();
    return distance.low() == null || distance.high() == null
        ? Value.number(median, null, null)
        : Value.number(median, distance.low(), distance.high());
  }

  /**
   * The figures of a place, one for each seed that was analysed. A pair that the leaderboard has in
   * the other order is read there, if the figure's name says which of the two is which.
   */
  List<Figure> figures(Place place) {
    String name = figureName(place);
    List<Figure> found = figures(place, name);
    String row = place.row().orElse("");
    String mirrored = mirrored(name);
    if (!found.isEmpty() || !row.contains(PAIR) || mirrored.equals(name)) {
      return found;
    }
    String first = row.substring(0, row.indexOf(PAIR));
    String second = row.substring(row.indexOf(PAIR) + PAIR.length());
    return figures(place.in(second + PAIR + first), mirrored);
  }

  private List<Figure> figures(Place place, String name) {
    return analyses(place).flatMap(analysis -> figure(analysis, name).stream()).toList();
  }

  /** The name of a place's figure, with the leaderboard's names of boards. */
  String figureName(Place place) {
    String name = place.figure().orElse("");
    for (Map.Entry<String, String> board : boards.entrySet()) {
      name = name.replace("{" + board.getKey() + "}", board.getValue());
    }
    return name;
  }

  private static String mirrored(String name) {
    return Stream.of(name.split("\\b"))
        .map(word -> word.equals("first") ? "second" : word.equals("second") ? "first" : word)
        .collect(Collectors.joining());
  }

  /** A figure of a name, or the value of the line {@code LINE} where {@code LINE at X} says. */
  private static Optional<Figure> figure(AnalysisResult analysis, String name) {
    Optional<Figure> figure =
        analysis.figures().stream().filter(f -> f.name().equals(name)).findFirst();
    Matcher point = POINT.matcher(name);
    if (figure.isPresent() || !point.matches()) {
      return figure;
    }
    double x = Double.parseDouble(point.group(2));
    return analysis.series().stream()
        .filter(series -> series.name().equals(point.group(1)) && series.x().contains(x))
        .findFirst()
        .map(series -> figure(series, series.x().indexOf(x)));
  }

  private static Figure figure(Series series, int i) {
    boolean interval = series.low() != null;
    return new Figure(
        series.name(),
        series.y().get(i),
        interval ? series.low().get(i) : null,
        interval ? series.high().get(i) : null,
        "");
  }

  /** The results of a place's analysis about its row or pair of rows. */
  Stream<AnalysisResult> analyses(Place place) {
    String row = place.row().orElse("");
    return leaderboard.boards().stream()
        .flatMap(
            board ->
                Stream.concat(
                    board.analyses().stream(),
                    board.rows().stream().flatMap(r -> r.analyses().stream())))
        .filter(analysis -> analysis.id().equals(place.analysis().orElse("")))
        .filter(analysis -> about(analysis.subject(), row));
  }

  private static boolean about(Subject subject, String row) {
    if (row.contains(PAIR)) {
      String first = row.substring(0, row.indexOf(PAIR));
      String second = row.substring(row.indexOf(PAIR) + PAIR.length());
      // in this order, as figures of a pair speak of its first and second
      return first.equals(subject.row()) && second.equals(subject.other());
    }
    return row.equals(subject.row()) && subject.other() == null;
  }
}

package org.robustgrid.report.csv;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.robustgrid.base.files.AtomicFile;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.Distance;
import org.robustgrid.leaderboard.DistanceSummary.CurvePoint;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.Leaderboard.Flag;
import org.robustgrid.leaderboard.Leaderboard.Rate;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.statistics.Interval;
import org.robustgrid.report.ReportContent;
import org.robustgrid.report.ReportWriter;
import org.robustgrid.report.text.Distances;
import org.robustgrid.report.text.FurtherColumns;
import org.robustgrid.report.text.Outcome;
import org.robustgrid.report.text.Targets;

/**
 * Writes a leaderboard as comma-separated values (RFC 4180): one line for each board, row and
 * attack, and one each for {@code clean}, {@code worst} and each certified L2 radius ({@code
 * certified:0.25} in the column {@code attack}), which the column {@code measure} names; a line of
 * the measure {@code column} for each further column, with its name in place of the attack. Boards
 * of minimum distance have their distances in columns of their own, and a line for each point of
 * the {@code curve}, with the point's radius as epsilon; attacks of targeted boards have counts of
 * targets. Rates are fractions at full precision; a field is empty if there is no value.
 */
public final class CsvReport implements ReportWriter {

  private static final List<String> HEADER =
      List.of(
          "dataset",
          "norm",
          "epsilon",
          "samples",
          "label",
          "defense",
          "architecture",
          "seeds",
          "measure",
          "attack",
          "status",
          "rate",
          "low",
          "high",
          "spread",
          "best_rank",
          "worst_rank",
          "flags",
          "goal",
          "target",
          "median_distance",
          "median_low",
          "median_high",
          "mean_distance",
          "mean_low",
          "mean_high",
          "unbroken",
          "targets_tried",
          "targets_reached");

  /** The file's name. */
  public static final String FILE = "leaderboard.csv";

  /** The file of results of analyses, written if there are any. */
  public static final String ANALYSES = "analyses.csv";

  /** The file of strength and price of attacks, written if a board has two attacks. */
  public static final String ATTACKS = "attacks.csv";

  /** The file of accuracies by class, written if the classes have names. */
  public static final String CLASSES = "classes.csv";

  @Override
  public List<Path> write(ReportContent content, Path folder) {
    Path file = folder.resolve(FILE);
    AtomicFile.write(file, draw(content.leaderboard()));
    List<Path> written = new ArrayList<>(List.of(file));
    write(AnalysisCsv.draw(content.leaderboard()), folder.resolve(ANALYSES), written);
    write(AttackCsv.draw(content.leaderboard()), folder.resolve(ATTACKS), written);
    write(ClassCsv.draw(content.leaderboard()), folder.resolve(CLASSES), written);
    return written;
  }

  private static void write(String text, Path file, List<Path> written) {
    if (!text.isEmpty()) {
      AtomicFile.write(file, text);
      written.add(file);
    }
  }

  /** The whole document, lines ended by CR LF as the standard has it. */
  public static String draw(Leaderboard leaderboard) {
    StringBuilder out = new StringBuilder();
    line(out, HEADER);
    for (Board board : leaderboard.boards()) {
      for (Row row : board.rows()) {
        line(out, board, row, "clean", "", Outcome.clean(row));
        line(out, board, row, "worst", "", Outcome.worst(row));
        if (row.distances() != null) {
          row.distances().curve().forEach(point -> curve(out, board, row, point));
        }
        for (String attack : Outcome.attacks(board)) {
          line(out, board, row, "attack", attack, Outcome.under(row, attack));
        }
        FurtherColumns.of(row).keySet().stream()
            .sorted()
            .forEach(name -> column(out, board, row, name));
        if (row.certified() != null) {
          row.certified().keySet().stream()
              .sorted(Comparator.comparing(BigDecimal::new))
              .forEach(radius -> certified(out, board, row, radius));
        }
      }
    }
    return out.toString();
  }

  private static void line(
      StringBuilder out, Board board, Row row, String measure, String attack, Outcome outcome) {
    line(out, board, outcome.samples(board), row, measure, attack, outcome);
  }

  private static void column(StringBuilder out, Board board, Row row, String name) {
    Outcome outcome = new Outcome.Measured(FurtherColumns.of(row).get(name));
    line(out, board, row, "column", name, outcome);
  }

  private static void certified(StringBuilder out, Board board, Row row, String radius) {
    Outcome outcome = Outcome.certified(row, radius);
    line(out, board, row.certifiedSamples(), row, "certified", "certified:" + radius, outcome);
  }

  /** A point of the curve: accuracy within a radius, by distances. */
  private static void curve(StringBuilder out, Board board, Row row, CurvePoint point) {
    Rate rate = new Rate(point.rate(), new Interval(point.low(), point.high()), null);
    Outcome outcome = new Outcome.Measured(rate);
    List<String> fields =
        fields(board, board.samples(), row, "curve", "", outcome, point.epsilon());
    fields.addAll(distances(null));
    fields.addAll(List.of("", ""));
    line(out, fields);
  }

  private static void line(
      StringBuilder out,
      Board board,
      int samples,
      Row row,
      String measure,
      String attack,
      Outcome outcome) {
    double epsilon = board.threatModel().epsilon();
    List<String> fields = fields(board, samples, row, measure, attack, outcome, epsilon);
    boolean worst = measure.equals("worst");
    fields.addAll(
        distances(
            worst
                ? Distances.worst(row)
                : measure.equals("attack") ? Distances.under(row, attack) : null));
    fields.addAll(measure.equals("attack") ? Targets.counts(row, attack) : List.of("", ""));
    line(out, fields);
  }

  private static List<String> fields(
      Board board,
      int samples,
      Row row,
      String measure,
      String attack,
      Outcome outcome,
      double epsilon) {
    Rate rate = outcome instanceof Outcome.Measured measured ? measured.rate() : null;
    return new ArrayList<>(
        List.of(
            board.dataset(),
            board.threatModel().norm(),
            Double.isInfinite(epsilon) ? "" : Double.toString(epsilon),
            Integer.toString(samples),
            row.label(),
            row.defense(),
            row.architecture(),
            row.seeds().stream().map(Object::toString).collect(Collectors.joining(" ")),
            measure,
            attack,
            rate == null ? outcome.word() : "complete",
            rate == null ? "" : Double.toString(rate.rate()),
            rate == null ? "" : Double.toString(rate.low()),
            rate == null ? "" : Double.toString(rate.high()),
            rate == null || rate.spread() == null ? "" : Double.toString(rate.spread()),
            outcome.rank() == null ? "" : Integer.toString(outcome.rank().best()),
            outcome.rank() == null ? "" : Integer.toString(outcome.rank().worst()),
            flags(row, attack),
            board.threatModel().untargeted() ? "untargeted" : board.threatModel().goal(),
            board.threatModel().targets()));
  }

  /** Infinite ones are written as {@code inf}. */
  private static List<String> distances(Distance distance) {
    if (distance == null) {
      return List.of("", "", "", "", "", "", "");
    }
    return List.of(
        distance(distance.median()),
        distance(distance.low()),
        distance(distance.high()),
        distance(distance.mean()),
        distance(distance.meanLow()),
        distance(distance.meanHigh()),
        Double.toString(distance.unbroken()));
  }

  static String distance(Double value) {
    return value == null ? "inf" : Double.toString(value);
  }

  private static String flags(Row row, String attack) {
    return row.flags().stream()
        .filter(flag -> flag.attack().equals(attack))
        .map(Flag::kind)
        .distinct()
        .collect(Collectors.joining(" "));
  }

  static void line(StringBuilder out, List<String> fields) {
    out.append(fields.stream().map(CsvReport::field).collect(Collectors.joining(",")));
    out.append("\r\n");
  }

  /** Quotes a field where it holds a comma, a quote or a line break. */
  static String field(String text) {
    boolean quote = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return quote ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}

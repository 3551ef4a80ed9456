package org.robustgrid.report.csv;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.Distance;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.Leaderboard.Rate;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.ThreatModelEntry;
import org.robustgrid.leaderboard.strength.AttackStrength;
import org.robustgrid.leaderboard.strength.BoardStrength;
import org.robustgrid.leaderboard.strength.NearestAttack;
import org.robustgrid.leaderboard.strength.OrderedAttack;
import org.robustgrid.leaderboard.strength.Strength;
import org.robustgrid.report.text.Distances;

/**
 * Writes strength and price of attacks as comma-separated values (RFC 4180): one line for each
 * board, row and attack, and with an empty label for each attack in the mean over a board's rows.
 * {@code place} is that in the board's best order, {@code passes_so_far} per test sample; on boards
 * of minimum distance {@code alone} is the share of samples whose nearest image the attack found
 * alone. Rates are fractions at full precision; a field is empty if there is no value, and infinite
 * distances are {@code inf}.
 */
final class AttackCsv {

  private static final List<String> HEADER =
      List.of(
          "dataset",
          "norm",
          "epsilon",
          "goal",
          "target",
          "label",
          "attack",
          "samples",
          "passes",
          "broken",
          "broken_low",
          "broken_high",
          "alone",
          "alone_low",
          "alone_high",
          "per_1000_passes",
          "per_1000_low",
          "per_1000_high",
          "place",
          "passes_so_far",
          "left",
          "left_low",
          "left_high",
          "median_distance",
          "median_low",
          "median_high");

  private AttackCsv() {}

  /** The whole document; empty if no board has two attacks. */
  static String draw(Leaderboard leaderboard) {
    StringBuilder out = new StringBuilder();
    for (Board board : leaderboard.boards()) {
      List<List<String>> lines = new ArrayList<>();
      BoardStrength.of(board)
          .ifPresent(
              of -> {
                lines(board, "", of.together(), lines);
                for (Map.Entry<String, Strength> row : of.rows().entrySet()) {
                  lines(board, row.getKey(), row.getValue(), lines);
                }
              });
      if (board.threatModel().minimumDistance()) {
        NearestAttack.of(board).forEach(of -> lines.add(line(board, of)));
      }
      if (out.isEmpty() && !lines.isEmpty()) {
        CsvReport.line(out, HEADER);
      }
      lines.forEach(line -> CsvReport.line(out, line));
    }
    return out.toString();
  }

  private static void lines(
      Board board, String label, Strength strength, List<List<String>> lines) {
    for (AttackStrength of : strength.attacks()) {
      List<String> line = start(board, label, of.attack(), strength.samples(), of.passes());
      line.addAll(rate(of.broken()));
      line.addAll(rate(of.alone()));
      line.addAll(
          of.price() == null
              ? blank(3)
              : numbers(of.price().samples(), of.price().low(), of.price().high()));
      Optional<OrderedAttack> place =
          strength.order().stream().filter(o -> o.attack().equals(of.attack())).findFirst();
      line.add(place.map(o -> Integer.toString(1 + strength.order().indexOf(o))).orElse(""));
      line.add(place.map(o -> Double.toString(o.passes())).orElse(""));
      line.addAll(place.map(o -> rate(o.left())).orElse(blank(3)));
      line.addAll(blank(3));
      lines.add(line);
    }
  }

  private static List<String> line(Board board, NearestAttack of) {
    List<String> line = start(board, of.row(), of.attack(), of.samples(), of.passes());
    line.addAll(blank(3));
    line.addAll(rate(of.nearest()));
    line.addAll(blank(8));
    Row row =
        board.rows().stream().filter(r -> r.label().equals(of.row())).findFirst().orElseThrow();
    Distance distance = Distances.under(row, of.attack());
    line.addAll(
        distance == null
            ? blank(3)
            : List.of(
                CsvReport.distance(distance.median()),
                CsvReport.distance(distance.low()),
                CsvReport.distance(distance.high())));
    return line;
  }

  private static List<String> start(
      Board board, String label, String attack, int samples, double passes) {
    ThreatModelEntry threat = board.threatModel();
    return new ArrayList<>(
        List.of(
            board.dataset(),
            threat.norm(),
            threat.bounded() ? Double.toString(threat.epsilon()) : "",
            threat.untargeted() ? "untargeted" : threat.goal(),
            threat.targets(),
            label,
            attack,
            Integer.toString(samples),
            Double.toString(passes)));
  }

  private static List<String> rate(Rate rate) {
    return numbers(rate.rate(), rate.low(), rate.high());
  }

  private static List<String> numbers(double value, double low, double high) {
    return List.of(Double.toString(value), Double.toString(low), Double.toString(high));
  }

  private static List<String> blank(int fields) {
    return Collections.nCopies(fields, "");
  }
}

package org.robustgrid.report.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.Distance;
import org.robustgrid.leaderboard.Leaderboard.Rate;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.analysis.AnalysisResult;
import org.robustgrid.leaderboard.analysis.Series;
import org.robustgrid.leaderboard.analysis.Subject;
import org.robustgrid.leaderboard.analysis.Table;
import org.robustgrid.leaderboard.strength.AttackStrength;
import org.robustgrid.leaderboard.strength.AttackStrength.Price;
import org.robustgrid.leaderboard.strength.BoardStrength;
import org.robustgrid.leaderboard.strength.NearestAttack;
import org.robustgrid.leaderboard.strength.OrderedAttack;
import org.robustgrid.leaderboard.strength.Strength;

/** Formats the strength and price of a board's attacks. */
public final class StrengthText {

  private static final int DIGITS = 3;
  private static final String NONE = "–";

  private StrengthText() {}

  /** Drawn as results of analyses are; empty of a board with fewer than two attacks. */
  public static Optional<AnalysisResult> result(Board board) {
    if (board.threatModel().minimumDistance()) {
      List<NearestAttack> attacks = NearestAttack.of(board);
      return attacks.isEmpty()
          ? Optional.empty()
          : Optional.of(
              result(
                  List.of(),
                  List.of(nearest(board, attacks)),
                  List.of(
                      "Nearest alone is the share of samples of which the attack found an image"
                          + " nearer than any other attack's. One attack's distances give its"
                          + " accuracy at every ε.")));
    }
    return BoardStrength.of(board).map(strength -> breaking(board, strength));
  }

  private static AnalysisResult breaking(Board board, BoardStrength strength) {
    List<Table> tables = new ArrayList<>(List.of(attacks(strength.together())));
    Optional<Table> within = within(strength.together());
    within.ifPresent(tables::add);
    List<Series> series = new ArrayList<>();
    if (!strength.together().order().isEmpty()) {
      tables.add(order(strength.together()));
      tables.add(rows(board, strength));
      strength.rows().forEach((row, of) -> series.add(curve(row, of)));
    }
    return result(series, tables, notes(board, strength, within.isPresent()));
  }

  private static AnalysisResult result(
      List<Series> series, List<Table> tables, List<String> notes) {
    return new AnalysisResult(
        "strength",
        "Strength and price of attacks",
        Subject.board(),
        List.of(),
        series,
        tables,
        List.of(),
        List.of(),
        List.of(),
        notes);
  }

  /** A line for each attack, those that break most alone first. */
  private static Table attacks(Strength strength) {
    List<List<String>> lines = new ArrayList<>();
    for (AttackStrength of : strength.attacks()) {
      lines.add(
          List.of(
              of.attack(),
              Numerals.count(of.passes()),
              Numerals.rate(of.broken()),
              Numerals.rate(of.alone()),
              words(of.price()),
              rank(of, strength.attacks())));
    }
    return new Table(
        "What attacks break",
        List.of("attack", "passes a sample", "breaks", "alone", "per 1,000 passes", "rank by that"),
        lines);
  }

  /**
   * A line for each attack: what is left when each sample has taken a number of passes. An attack
   * that takes fewer leaves as much as at its end.
   */
  private static Optional<Table> within(Strength strength) {
    TreeSet<Long> passes = new TreeSet<>();
    strength.attacks().forEach(of -> passes.addAll(of.left().keySet()));
    if (passes.isEmpty()) {
      return Optional.empty();
    }
    List<String> columns = new ArrayList<>(List.of("attack"));
    passes.forEach(most -> columns.add(most == 0 ? "clean" : Numerals.count(most)));
    List<List<String>> lines = new ArrayList<>();
    for (AttackStrength of : strength.attacks()) {
      List<String> cells = new ArrayList<>(List.of(of.attack()));
      passes.forEach(most -> cells.add(left(of, most)));
      lines.add(cells);
    }
    return Optional.of(
        new Table("Accuracy left by the passes that a sample has taken", columns, lines));
  }

  private static String left(AttackStrength of, long most) {
    SortedMap<Long, Rate> sooner = of.left().headMap(most + 1);
    return sooner.isEmpty() ? NONE : Numerals.percent(sooner.get(sooner.lastKey()).rate());
  }

  private static String words(Price price) {
    return price == null
        ? NONE
        : number(price.samples()) + " [" + number(price.low()) + ", " + number(price.high()) + "]";
  }

  private static String number(double value) {
    return Numerals.significant(value, DIGITS);
  }

  private static String rank(AttackStrength of, List<AttackStrength> all) {
    if (of.price() == null) {
      return NONE;
    }
    long stronger =
        all.stream()
            .filter(o -> o.price() != null && o.price().samples() > of.price().samples())
            .count();
    return Long.toString(1 + stronger);
  }

  /** A line for each attack of the best order. */
  private static Table order(Strength strength) {
    List<List<String>> lines = new ArrayList<>();
    for (OrderedAttack of : strength.order()) {
      lines.add(
          List.of(
              Integer.toString(lines.size() + 1),
              of.attack(),
              Numerals.rate(of.more()),
              Numerals.count(of.passes()),
              Numerals.rate(of.left())));
    }
    return new Table(
        "The best order, each on what those before it left",
        List.of("place", "attack", "breaks more", "passes so far", "left"),
        lines);
  }

  /**
   * A line for each row: accuracy left, an upper bound where the evaluation is called unreliable,
   * and the passes of a test sample so far.
   */
  private static Table rows(Board board, BoardStrength strength) {
    List<String> columns = new ArrayList<>(List.of("defense", "clean"));
    strength.together().order().forEach(of -> columns.add(of.attack()));
    List<List<String>> lines = new ArrayList<>();
    for (Row row : board.rows()) {
      Strength of = strength.rows().get(row.label());
      if (of != null) {
        List<String> cells =
            new ArrayList<>(List.of(row.label(), Numerals.percent(of.clean().rate())));
        of.order().forEach(next -> cells.add(left(next, row)));
        lines.add(cells);
      }
    }
    return new Table("What each row has left along that order", columns, lines);
  }

  private static String left(OrderedAttack of, Row row) {
    return (row.unreliable() ? Numerals.AT_MOST : "")
        + Numerals.percent(of.left().rate())
        + " at "
        + Numerals.count(of.passes())
        + " passes";
  }

  private static Series curve(String row, Strength strength) {
    List<Double> passes = new ArrayList<>(List.of(0.0));
    List<Rate> rates = new ArrayList<>(List.of(strength.clean()));
    strength
        .order()
        .forEach(
            of -> {
              passes.add(of.passes());
              rates.add(of.left());
            });
    return new Series(
        row,
        "passes a test sample, in the best order",
        "accuracy left in %",
        passes,
        rates.stream().map(rate -> 100 * rate.rate()).toList(),
        rates.stream().map(rate -> 100 * rate.low()).toList(),
        rates.stream().map(rate -> 100 * rate.high()).toList());
  }

  private static List<String> notes(Board board, BoardStrength strength, boolean within) {
    List<String> notes = new ArrayList<>();
    int rows = strength.rows().size();
    int samples = strength.together().samples();
    notes.add(
        (rows == 1 ? "Shares are" : "Shares are in the mean over " + rows + " rows,")
            + " of "
            + (samples < board.samples() ? "the first " + samples : Integer.toString(samples))
            + " test samples. Alone is what no other attack of the board breaks. The best order"
            + " takes the attack that breaks most of what is left per pass, and ends where none"
            + " breaks more; a sample costs as much as the attack's samples do in the mean."
            + " Intervals are over samples, with passes as they were.");
    if (within) {
      notes.add("What is left by passes is of all samples that an attack was run on.");
    }
    if (!strength.leftOut().isEmpty()) {
      notes.add(
          "Left out, as results of some attack are missing: "
              + String.join(", ", strength.leftOut())
              + ".");
    }
    return notes;
  }

  private static Table nearest(Board board, List<NearestAttack> attacks) {
    List<List<String>> lines = new ArrayList<>();
    for (NearestAttack of : attacks) {
      lines.add(
          List.of(
              of.row(),
              of.attack(),
              Numerals.count(of.passes()),
              median(board, of),
              Numerals.rate(of.nearest())));
    }
    return new Table(
        "How near attacks come",
        List.of("defense", "attack", "passes a sample", "median distance", "nearest alone"),
        lines);
  }

  private static String median(Board board, NearestAttack of) {
    Row row =
        board.rows().stream().filter(r -> r.label().equals(of.row())).findFirst().orElseThrow();
    Distance distance = Distances.under(row, of.attack());
    return distance == null
        ? NONE
        : Distances.number(distance.median()) + " " + Distances.medianInterval(distance);
  }
}

package org.robustgrid.report.text;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.Leaderboard.Cell;
import org.robustgrid.leaderboard.Leaderboard.Flag;
import org.robustgrid.leaderboard.Leaderboard.Rank;
import org.robustgrid.leaderboard.Leaderboard.Rate;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.SeedResult;
import org.robustgrid.leaderboard.State;

/** A row's entry in one column: a rate, or the reason why there is none. */
public sealed interface Outcome {

  /** The kind of flag of a row whose certification failed. */
  String UNCERTIFIED = "failed-certification";

  /**
   * A rate with its interval.
   *
   * @param bound whether it is an upper bound only, for the evaluation is called unreliable
   */
  record Measured(Rate rate, boolean bound) implements Outcome {

    /** A measured rate that is not an upper bound. */
    public Measured(Rate rate) {
      this(rate, false);
    }

    /** The prefix of an upper bound; empty for other rates. */
    public String sign() {
      return bound ? Numerals.AT_MOST : "";
    }
  }

  /** A cell that failed; it says nothing about robustness. */
  record Failed(String message) implements Outcome {}

  /** A cell that was not finished. */
  record Missing() implements Outcome {}

  /** No attack was run, so there is no robust accuracy. */
  record NotAttacked() implements Outcome {}

  /** The word shown where there is no rate. */
  default String word() {
    if (this instanceof NotAttacked) {
      return "not attacked";
    }
    return this instanceof Failed ? "failed" : "not finished";
  }

  /** How many of a board's first samples it is over. */
  default int samples(Board board) {
    return this instanceof Measured measured && measured.rate().samples() != null
        ? measured.rate().samples()
        : board.samples();
  }

  /** The ranks that a measured rate allows; null if there is none. */
  default Rank rank() {
    return this instanceof Measured measured ? measured.rate().rank() : null;
  }

  /** The row's accuracy without attack. */
  static Outcome clean(Row row) {
    return of(row, row.clean(), "");
  }

  /** The row's accuracy over all attacks, which one failed attack makes unknown. */
  static Outcome worst(Row row) {
    if (row.worst() != null) {
      return new Measured(row.worst(), row.unreliable());
    }
    if (row.status() == State.COMPLETE && row.attacks().isEmpty()) {
      return new NotAttacked();
    }
    Optional<String> failure = failure(row, "");
    if (failure.isEmpty() && row.status() == State.FAILED) {
      return new Failed("the row failed");
    }
    return failure.<Outcome>map(Failed::new).orElseGet(Missing::new);
  }

  /** The row's accuracy under one attack. */
  static Outcome under(Row row, String attack) {
    return of(row, row.attacks().get(attack), attack);
  }

  /** The row's certified accuracy at an L2 radius. */
  static Outcome certified(Row row, String radius) {
    if (row.certified() != null && row.certified().containsKey(radius)) {
      return new Measured(row.certified().get(radius));
    }
    return row.flags().stream()
        .filter(flag -> flag.kind().equals(UNCERTIFIED))
        .findFirst()
        .<Outcome>map(flag -> new Failed(flag.message()))
        .orElseGet(Missing::new);
  }

  private static Outcome of(Row row, Rate rate, String attack) {
    if (rate != null) {
      return new Measured(rate);
    }
    if (row.status() == State.FAILED && row.clean() == null) {
      return new Failed(failure(row, "").orElse("the row failed"));
    }
    return attack.isEmpty()
        ? new Missing()
        : failure(row, attack).<Outcome>map(Failed::new).orElseGet(Missing::new);
  }

  /** The first failure's message; of one attack, or of any where the attack is empty. */
  private static Optional<String> failure(Row row, String attack) {
    for (SeedResult seed : row.perSeed()) {
      for (Map.Entry<String, Cell> cell : new TreeMap<>(cells(seed)).entrySet()) {
        if ((attack.isEmpty() || attack.equals(cell.getKey()))
            && cell.getValue().status() == State.FAILED) {
          return Optional.of(
              cell.getValue().message() == null ? "the cell failed" : cell.getValue().message());
        }
      }
    }
    return row.flags().stream()
        // certificates are beside the attacks: without them these still have their results
        .filter(flag -> flag.kind().startsWith("failed") && !flag.kind().equals(UNCERTIFIED))
        .filter(flag -> attack.isEmpty() || attack.equals(flag.attack()))
        .map(Flag::message)
        .findFirst();
  }

  private static Map<String, Cell> cells(SeedResult seed) {
    return seed.cells() == null ? Map.of() : seed.cells();
  }

  /** The labels of every attack a board's rows mention, in alphabetical order. */
  static Collection<String> attacks(Board board) {
    TreeSet<String> labels = new TreeSet<>();
    for (Row row : board.rows()) {
      labels.addAll(row.attacks().keySet());
      row.perSeed().forEach(seed -> labels.addAll(cells(seed).keySet()));
      row.flags().forEach(flag -> labels.add(flag.attack()));
    }
    labels.remove("");
    return labels;
  }
}

package org.robustgrid.report.text;

import java.util.Collection;
import java.util.Locale;
import org.robustgrid.leaderboard.compare.Comparison.Pair;
import org.robustgrid.leaderboard.compare.Comparison.Spread;
import org.robustgrid.leaderboard.statistics.Difference;

/** Formats the comparison of two rows, the same under every locale. */
public final class PairText {

  private PairText() {}

  /**
   * The column in words: {@code worst case}, {@code clean}, {@code certified at 0.5}, an attack.
   */
  public static String measure(Pair pair) {
    return measure(pair.measure(), pair.attack());
  }

  /** A column in words, by its measure and attack. */
  public static String measure(String measure, String attack) {
    return switch (measure) {
      case "worst" -> "worst case";
      case "certified" -> "certified at " + attack;
      case "attack" -> attack;
      default -> measure;
    };
  }

  /** A difference in percentage points, {@code −1.2 [−3.0, 0.6]}. */
  public static String difference(Difference difference) {
    return signed(difference.estimate())
        + " ["
        + signed(difference.low())
        + ", "
        + signed(difference.high())
        + "]";
  }

  /** A difference of rates in percentage points with its sign. */
  public static String signed(double difference) {
    String text = String.format(Locale.ROOT, "%.1f", 100 * Math.abs(difference));
    if (text.equals("0.0")) {
      return text;
    }
    return (difference < 0 ? "−" : "+") + text;
  }

  /** A p-value with two digits, or {@code < 0.0001}. */
  public static String p(double p) {
    return p < 0.0001 ? "< 0.0001" : Numerals.significant(p, 2);
  }

  /**
   * The first row's rate in percentage points, behind ≤ where it is an upper bound.
   *
   * @param unreliable labels of the rows whose accuracies under attack are
   */
  public static String first(Pair pair, Collection<String> unreliable) {
    return rate(pair, pair.first(), pair.firstRate(), unreliable);
  }

  /** The second row's rate, in the same form. */
  public static String second(Pair pair, Collection<String> unreliable) {
    return rate(pair, pair.second(), pair.secondRate(), unreliable);
  }

  private static String rate(Pair pair, String row, double rate, Collection<String> unreliable) {
    return (underAttack(pair) && unreliable.contains(row) ? Numerals.AT_MOST : "")
        + Numerals.points(rate);
  }

  private static boolean underAttack(Pair pair) {
    return pair.measure().equals("worst") || pair.measure().equals("attack");
  }

  /** The note about an unreliable row below a board's pairs. */
  public static String unreliable(String row) {
    return row
        + " is flagged: its evaluation is unreliable: its accuracies under attack are"
        + " upper bounds (≤), and it is better than no row by them";
  }

  /**
   * The row that the evidence puts above the other, or a dash; nothing is said of a row that is
   * above by an upper bound.
   *
   * @param unreliable labels of the rows whose accuracies under attack are
   */
  public static String better(Pair pair, Collection<String> unreliable) {
    if (pair.better().isEmpty() || underAttack(pair) && unreliable.contains(pair.better())) {
      return "–";
    }
    return pair.better();
  }

  /**
   * What several seeds add, {@code ± 1.2 (3 seeds) and ± 0.8 (3 seeds); error 0.8 from seeds, 1.1
   * from samples}, or nothing.
   */
  public static String seeds(Pair pair) {
    return pair.seeds() == null
        ? ""
        : spread(pair.seeds().first())
            + " and "
            + spread(pair.seeds().second())
            + "; error "
            + Numerals.points(pair.seeds().seedError())
            + " from seeds, "
            + Numerals.points(pair.seeds().sampleError())
            + " from samples";
  }

  private static String spread(Spread spread) {
    return spread.seeds() == 1
        ? "one model"
        : "± "
            + Numerals.points(spread.spread())
            + " ("
            + Numerals.points(spread.between())
            + " between "
            + spread.seeds()
            + " trainings)";
  }
}

package org.robustgrid.report.text;

import java.util.Locale;
import org.robustgrid.core.compare.Comparison.Pair;
import org.robustgrid.core.compare.Comparison.Spread;
import org.robustgrid.core.statistics.Difference;

/** Writes what a pair of rows shows, the same way under every locale. */
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

  /** A p-value with two digits, or that it is below what matters. */
  public static String p(double p) {
    return p < 0.0001 ? "< 0.0001" : Numerals.significant(p, 2);
  }

  /** The row that the evidence puts above the other, or a dash. */
  public static String better(Pair pair) {
    return pair.better().isEmpty() ? "–" : pair.better();
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

package org.robustgrid.report.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import org.robustgrid.leaderboard.Leaderboard.Rank;
import org.robustgrid.leaderboard.Leaderboard.Rate;

/** Writes numbers the same way under every locale. */
public final class Numerals {

  /** Stands before an upper bound. */
  public static final String AT_MOST = "≤ ";

  private Numerals() {}

  /** A rate in [0,1] as {@code 93.2 %}. */
  public static String percent(double rate) {
    return points(rate) + " %";
  }

  /** A rate in [0,1] as percentage points, {@code 93.2}. */
  public static String points(double rate) {
    return String.format(Locale.ROOT, "%.1f", 100 * rate);
  }

  /** The interval of a rate as {@code [91.5, 94.6]}. */
  public static String interval(Rate rate) {
    return "[" + points(rate.low()) + ", " + points(rate.high()) + "]";
  }

  /** A rate with its interval, over several seeds its spread, and on fewer samples their number. */
  public static String rate(Rate rate) {
    String text = percent(rate.rate()) + " " + interval(rate);
    String spread = rate.spread() == null ? "" : " ± " + points(rate.spread());
    return text + spread + (rate.samples() == null ? "" : " " + samples(rate));
  }

  /** On how many samples a rate is that is not over all: {@code (n = 200)}. */
  public static String samples(Rate rate) {
    return "(n = " + rate.samples() + ")";
  }

  /** A rank, {@code 2} or {@code 1–3}; empty if there is none. */
  public static String rank(Rank rank) {
    if (rank == null) {
      return "";
    }
    return rank.best() == rank.worst()
        ? Integer.toString(rank.best())
        : rank.best() + "–" + rank.worst();
  }

  /** A number with at most {@code digits} significant digits and no trailing zeros. */
  public static String significant(double value, int digits) {
    if (value == 0 || !Double.isFinite(value)) {
      return value == 0 ? "0" : Double.toString(value);
    }
    BigDecimal rounded =
        new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
    return rounded.stripTrailingZeros().toPlainString();
  }

  /** A measured number with a number of significant digits, trailing zeros included. */
  public static String measured(double value, int digits) {
    if (value == 0 || !Double.isFinite(value)) {
      return value == 0 ? "0" : Double.toString(value);
    }
    BigDecimal rounded =
        new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
    int decimals = Math.max(0, digits - rounded.precision() + rounded.scale());
    return rounded.setScale(decimals, RoundingMode.UNNECESSARY).toPlainString();
  }

  /** A count, possibly a mean of counts: whole from 100 on, else with one decimal where needed. */
  public static String count(double value) {
    String text = String.format(Locale.ROOT, value >= 100 ? "%.0f" : "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  /**
   * A perturbation radius as people write it: {@code 0.1}, and {@code 8/255} where that is meant.
   */
  public static String epsilon(double epsilon) {
    String shortest = significant(epsilon, 6);
    double in255 = epsilon * 255;
    if (shortest.length() > 5 && in255 >= 0.5 && Math.abs(in255 - Math.rint(in255)) < 1e-6) {
      return (long) Math.rint(in255) + "/255";
    }
    return shortest;
  }
}

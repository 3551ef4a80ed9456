package org.robustgrid.report.html;

import java.util.Locale;
import java.util.function.Consumer;
import org.robustgrid.leaderboard.Leaderboard.Rate;
import org.robustgrid.report.text.Numerals;
import org.robustgrid.report.text.Outcome;

/**
 * A rate in a sortable table: its value, its interval in words and as a bar, or why it has none.
 */
final class RateCell {

  private RateCell() {}

  /** The head of a sortable column. */
  static void column(Markup out, String text, String kind, String sorted) {
    out.open("th", "scope", "col", "class", kind, "aria-sort", sorted);
    out.open("button", "type", "button").text(text);
    out.leaf("span", "", "class", "arrow", "aria-hidden", "true");
    out.close().close();
  }

  /**
   * Draws a cell.
   *
   * @param extra a further style class, or null
   * @param marks draws the marks of footnotes
   * @param remark shown under the interval, or null
   */
  static void draw(
      Markup out, Outcome outcome, String extra, Consumer<Markup> marks, String remark) {
    if (outcome instanceof Outcome.Measured measured) {
      Rate rate = measured.rate();
      out.open(
          "td",
          "class",
          extra == null ? "rate" : "rate " + extra,
          "data-sort",
          Double.toString(rate.rate()),
          "data-bound",
          measured.bound() ? "" : null);
      out.leaf("span", measured.sign() + Numerals.percent(rate.rate()), "class", "value");
      marks.accept(out);
      out.leaf("span", " " + Numerals.interval(rate), "class", "interval");
      if (rate.spread() != null) {
        out.leaf(
            "span", " ± " + Numerals.points(rate.spread()) + " over seeds", "class", "interval");
      }
      if (rate.samples() != null) {
        out.leaf("span", " " + Numerals.samples(rate), "class", "interval");
      }
      if (remark != null) {
        out.leaf("span", remark, "class", "interval");
      }
      out.open("span", "class", "bar", "aria-hidden", "true");
      out.empty("i", "style", bar(rate)).close();
    } else {
      out.open("td", "class", "none", "title", reason(outcome));
      out.leaf(
          "span",
          outcome.word(),
          "class",
          outcome instanceof Outcome.Failed ? "failed" : "missing");
      marks.accept(out);
    }
    out.close();
  }

  private static String reason(Outcome outcome) {
    return outcome instanceof Outcome.Failed failed ? failed.message() : null;
  }

  private static String bar(Rate rate) {
    return String.format(
        Locale.ROOT,
        "--low:%.2f;--high:%.2f;--rate:%.2f",
        100 * rate.low(),
        100 * rate.high(),
        100 * rate.rate());
  }
}

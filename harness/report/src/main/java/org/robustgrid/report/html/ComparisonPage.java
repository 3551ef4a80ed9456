package org.robustgrid.report.html;

import java.util.stream.Collectors;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.report.runs.RowMatch;
import org.robustgrid.report.runs.RunComparison;

/** Writes two runs side by side as one HTML page that loads nothing. */
public final class ComparisonPage {

  private ComparisonPage() {}

  /** The whole page. */
  public static String write(RunComparison comparison) {
    return Pages.render("comparison", comparison);
  }

  static String summary(Leaderboard leaderboard) {
    return leaderboard.grid()
        + " · "
        + leaderboard.dataset()
        + " · "
        + leaderboard.samples()
        + " test samples";
  }

  /** The settings that a row does not have in common, in words. */
  static String changes(RowMatch row) {
    return row.changes().stream()
        .map(c -> c.name() + " A " + value(c.first()) + ", B " + value(c.second()))
        .collect(Collectors.joining("; "));
  }

  /** A value in words; none where a run does not have the setting. */
  static String value(Object value) {
    return value == null ? "none" : SettingText.of(value);
  }
}

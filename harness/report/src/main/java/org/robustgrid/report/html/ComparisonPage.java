package org.robustgrid.report.html;

import java.util.List;
import java.util.Map;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.report.runs.BoardMatch;
import org.robustgrid.report.runs.Change;
import org.robustgrid.report.runs.RunComparison;
import org.robustgrid.report.text.ThreatModels;

/** Writes two runs side by side as one HTML page that loads nothing. */
public final class ComparisonPage {

  private ComparisonPage() {}

  /** The whole page. */
  public static String write(RunComparison comparison) {
    return Template.fill(
        Template.read("comparison.html"),
        Map.of(
            "style",
            Template.read("page.css"),
            "script",
            Template.read("page.js"),
            "first",
            new Markup().text(comparison.firstName()).toString(),
            "second",
            new Markup().text(comparison.secondName()).toString(),
            "firstsummary",
            new Markup().text(summary(comparison.first())).toString(),
            "secondsummary",
            new Markup().text(summary(comparison.second())).toString(),
            "boards",
            boards(comparison).toString(),
            "settings",
            settings(comparison.settings()).toString()));
  }

  private static String summary(Leaderboard leaderboard) {
    return leaderboard.grid()
        + " · "
        + leaderboard.dataset()
        + " · "
        + leaderboard.samples()
        + " test samples";
  }

  private static Markup boards(RunComparison comparison) {
    Markup out = new Markup();
    only(out, "Boards that only A has", comparison.onlyFirst());
    only(out, "Boards that only B has", comparison.onlySecond());
    if (comparison.boards().isEmpty()) {
      out.leaf("p", "The two runs have no board in common.");
    }
    for (BoardMatch board : comparison.boards()) {
      String anchor = ThreatModels.anchor(board.first());
      String title = ThreatModels.title(comparison.first(), board.first());
      out.open("section", "class", "board", "id", anchor, "aria-labelledby", anchor + "-title");
      out.leaf("h2", title, "id", anchor + "-title");
      remarks(out, board);
      if (!board.rows().isEmpty()) {
        out.append(new RunTable(board, title).draw());
      }
      only(out, "Rows that only A has", board.onlyFirst());
      only(out, "Rows that only B has", board.onlySecond());
      out.close();
    }
    return out;
  }

  private static void remarks(Markup out, BoardMatch board) {
    if (board.common() == 0) {
      out.leaf(
          "p",
          "The two runs judged other samples here: their rates stand side by side, but no"
              + " difference can be tested.",
          "class",
          "explained");
    } else if (!board.sameSamples()) {
      out.leaf(
          "p",
          "Differences are over the first "
              + board.common()
              + " samples, which both have; rates are each run’s own.",
          "class",
          "explained");
    }
  }

  private static void only(Markup out, String title, List<String> names) {
    if (!names.isEmpty()) {
      out.open("p").leaf("strong", title + ": ").text(String.join(", ", names)).close();
    }
  }

  private static Markup settings(List<Change> changes) {
    Markup out = new Markup();
    if (changes.isEmpty()) {
      return out.leaf("p", "Harness, data, attacks, profile and plugins are the same in both.");
    }
    out.open("dl");
    for (Change change : changes) {
      out.leaf("dt", change.name());
      out.leaf("dd", "A: " + value(change.first()) + " – B: " + value(change.second()));
    }
    return out.close();
  }

  /** A value in words; none where a run does not have the setting. */
  static String value(Object value) {
    return value == null ? "none" : SettingText.of(value);
  }
}

package org.robustgrid.report.html;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.confusion.Confusion;
import org.robustgrid.leaderboard.example.Example;
import org.robustgrid.leaderboard.example.Examples;
import org.robustgrid.report.ReportContent;
import org.robustgrid.report.text.DataNotes;
import org.robustgrid.report.text.Lead;
import org.robustgrid.report.text.Numerals;
import org.robustgrid.report.text.Outcome;
import org.robustgrid.report.text.ThreatModels;

/**
 * The values that the templates of a leaderboard's page read.
 *
 * @param series the look of each row
 * @param anchors the fragment name of each row
 */
record Page(ReportContent content, RowStyles series, DefenseAnchors anchors) {

  static Page of(ReportContent content) {
    Leaderboard leaderboard = content.leaderboard();
    return new Page(content, new RowStyles(leaderboard), new DefenseAnchors(leaderboard));
  }

  Leaderboard leaderboard() {
    return content.leaderboard();
  }

  String title(Board board) {
    return ThreatModels.title(leaderboard(), board);
  }

  /** Letters, digits and hyphens. */
  static String fragment(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
  }

  String summary() {
    int attacks = leaderboard().provenance().attacks().size();
    return leaderboard().dataset()
        + " · "
        + leaderboard().samples()
        + " test samples · "
        + counted(anchors.labels().size(), "model")
        + " · "
        + counted(attacks, "attack");
  }

  /** What the readers of the data sets say about the samples. */
  List<String> dataNotes() {
    return DataNotes.of(leaderboard());
  }

  private static String counted(int count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  String interval() {
    Object confidence = leaderboard().provenance().interval().get("confidence");
    return confidence instanceof Number number
        ? Numerals.significant(100 * number.doubleValue(), 4) + " % interval"
        : "interval";
  }

  /** The text shown if no row has the highest worst case. */
  static String withoutLead(Board board, Lead lead) {
    if (!lead.above().isEmpty()) {
      return "none reliable";
    }
    boolean attacked =
        board.rows().stream().anyMatch(r -> !(Outcome.worst(r) instanceof Outcome.NotAttacked));
    return attacked ? "no result" : "not attacked";
  }

  /** One plot for each data set, norm and goal; distances have curves of their own. */
  List<Markup> epsilonPlots() {
    Map<String, List<Board>> groups = new LinkedHashMap<>();
    boolean several = leaderboard().boards().stream().map(Board::dataset).distinct().count() > 1;
    for (Board board : leaderboard().boards()) {
      if (board.threatModel().minimumDistance()) {
        continue;
      }
      String goal = ThreatModels.goal(board.threatModel());
      String norm = ThreatModels.norm(board.threatModel().norm());
      String aim = goal.isEmpty() ? norm : norm + ", " + goal;
      String group = several ? board.dataset() + ", " + aim : aim;
      groups.computeIfAbsent(group, g -> new ArrayList<>()).add(board);
    }
    List<Markup> plots = new ArrayList<>();
    groups.forEach(
        (group, boards) ->
            plots.add(
                EpsilonLines.of(boards)
                    .draw(
                        series,
                        "plot-" + (plots.size() + 1),
                        group + ": worst-case accuracy against ε")));
    return plots;
  }

  /**
   * A plot of accuracy against the passes of a board's attacks; empty if there is no worst case.
   */
  Markup passesPlot(Board board, String id) {
    return PassesLines.of(board)
        .map(plot -> plot.draw(series, id, title(board) + ": accuracy against passes"))
        .orElseGet(Markup::new);
  }

  /** Worst case against clean accuracy; empty with fewer than two rows that have both. */
  Markup scatter(Board board, String id) {
    return CleanWorstPlot.of(board)
        .map(plot -> plot.draw(series, id, title(board) + ": worst case against clean accuracy"))
        .orElseGet(Markup::new);
  }

  /** The papers of a defense; empty if it names none. */
  List<String> papers(String defense) {
    return content.citations().getOrDefault("defense " + defense, List.of());
  }

  /** A row's confusions by the title of the board. */
  Map<String, Confusion> confusions(List<BoardRow> rows) {
    Map<String, Confusion> confusions = new LinkedHashMap<>();
    for (BoardRow at : rows) {
      content
          .confusions()
          .of(at.board(), at.row())
          .ifPresent(confusion -> confusions.put(title(at.board()), confusion));
    }
    return confusions;
  }

  List<Example> examples(BoardRow at) {
    return content.examples().of(at.board(), at.row(), Examples.PER_ROW);
  }
}

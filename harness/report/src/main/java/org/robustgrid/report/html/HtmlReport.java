package org.robustgrid.report.html;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.robustgrid.base.files.AtomicFile;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.Leaderboard.Board;
import org.robustgrid.leaderboard.Leaderboard.Row;
import org.robustgrid.report.ReportContent;
import org.robustgrid.report.ReportWriter;
import org.robustgrid.report.text.CertifiedBoard;
import org.robustgrid.report.text.Lead;
import org.robustgrid.report.text.Numerals;
import org.robustgrid.report.text.Outcome;
import org.robustgrid.report.text.ThreatModels;

/**
 * Writes a leaderboard as one HTML page: style, script and images are inside, nothing is loaded.
 */
public final class HtmlReport implements ReportWriter {

  /** The file's name. */
  public static final String FILE = "index.html";

  @Override
  public List<Path> write(ReportContent content, Path folder) {
    Path file = folder.resolve(FILE);
    AtomicFile.write(file, draw(content));
    return List.of(file);
  }

  /** The whole page. */
  public static String draw(ReportContent content) {
    Leaderboard leaderboard = content.leaderboard();
    Series series = new Series(leaderboard);
    DefenseAnchors anchors = new DefenseAnchors(leaderboard);
    return Template.fill(
        Template.read("page.html"),
        Map.of(
            "title",
            new Markup().text(leaderboard.grid()).toString(),
            "summary",
            new Markup().text(summary(leaderboard)).toString(),
            "style",
            Template.read("page.css"),
            "script",
            Template.read("page.js"),
            "navigation",
            navigation(leaderboard).toString(),
            "plots",
            plots(leaderboard, series).toString(),
            "boards",
            boards(leaderboard, series, anchors).toString(),
            "defenses",
            new DefenseSection(content, series, anchors).draw().toString(),
            "interval",
            new Markup().text(interval(leaderboard)).toString(),
            "provenance",
            ProvenanceSection.draw(leaderboard).toString()));
  }

  private static String summary(Leaderboard leaderboard) {
    long rows =
        leaderboard.boards().stream()
            .flatMap(board -> board.rows().stream())
            .map(Row::label)
            .distinct()
            .count();
    int attacks = leaderboard.provenance().attacks().size();
    return leaderboard.dataset()
        + " · "
        + leaderboard.samples()
        + " test samples · "
        + counted(rows, "model")
        + " · "
        + counted(attacks, "attack");
  }

  private static String counted(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  private static String interval(Leaderboard leaderboard) {
    Object confidence = leaderboard.provenance().interval().get("confidence");
    return confidence instanceof Number number
        ? Numerals.significant(100 * number.doubleValue(), 4) + " % interval"
        : "interval";
  }

  private static Markup navigation(Leaderboard leaderboard) {
    Markup out = new Markup();
    for (Board board : leaderboard.boards()) {
      out.open("li").open("a", "href", "#" + ThreatModels.anchor(board));
      out.leaf("span", ThreatModels.title(leaderboard, board), "class", "board");
      Lead lead = Lead.of(board);
      out.leaf(
          "span",
          lead.rate().map(Numerals::percent).orElse(withoutLead(board, lead)),
          "class",
          "figure");
      out.leaf("span", lead.labels(), "class", "muted");
      if (!lead.above().isEmpty()) {
        out.open("span", "class", "muted above").leaf("span", "flagged", "class", "kind-flag");
        out.text(" " + lead.bounds()).close();
      }
      out.close().close();
    }
    return out;
  }

  private static String withoutLead(Board board, Lead lead) {
    if (!lead.above().isEmpty()) {
      return "none reliable";
    }
    boolean attacked =
        board.rows().stream().anyMatch(r -> !(Outcome.worst(r) instanceof Outcome.NotAttacked));
    return attacked ? "no result" : "not attacked";
  }

  private static Markup plots(Leaderboard leaderboard, Series series) {
    Map<String, List<Board>> groups = new LinkedHashMap<>();
    for (Board board : leaderboard.boards()) {
      String group = ThreatModels.norm(board.threatModel().norm());
      boolean several = leaderboard.boards().stream().map(Board::dataset).distinct().count() > 1;
      groups
          .computeIfAbsent(several ? board.dataset() + ", " + group : group, g -> new ArrayList<>())
          .add(board);
    }
    Markup out = new Markup();
    int number = 0;
    for (Map.Entry<String, List<Board>> group : groups.entrySet()) {
      number++;
      out.append(
          new EpsilonPlot(group.getValue(), series)
              .draw("plot-" + number, group.getKey() + ": worst-case accuracy against ε"));
    }
    return out;
  }

  private static Markup boards(Leaderboard leaderboard, Series series, DefenseAnchors anchors) {
    Markup out = new Markup();
    for (Board board : leaderboard.boards()) {
      String anchor = ThreatModels.anchor(board);
      String title = ThreatModels.title(leaderboard, board);
      out.open("section", "class", "board", "id", anchor, "aria-labelledby", anchor + "-title");
      out.leaf("h2", title, "id", anchor + "-title");
      out.append(new BoardTable(board, anchor, series, anchors).draw(title));
      out.append(new PassesPlot(board, series).draw(anchor + "-passes", title));
      out.close();
      CertifiedBoard.after(leaderboard, board)
          .ifPresent(c -> out.append(CertifiedSection.draw(leaderboard, c, series)));
      out.append(RegionsSection.after(leaderboard, board));
    }
    return out;
  }
}

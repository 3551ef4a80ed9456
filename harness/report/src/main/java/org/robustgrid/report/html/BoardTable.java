package org.robustgrid.report.html;

import java.util.Collection;
import org.robustgrid.leaderboard.FlagEvidence;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.Leaderboard.Board;
import org.robustgrid.leaderboard.Leaderboard.Rank;
import org.robustgrid.leaderboard.Leaderboard.Row;
import org.robustgrid.report.text.Footnotes;
import org.robustgrid.report.text.Lead;
import org.robustgrid.report.text.Numerals;
import org.robustgrid.report.text.Outcome;

/** A board as a sortable table: intervals drawn as bars, failures said in words. */
final class BoardTable {

  /** More than a board has rows. */
  private static final int RANKS = 10_000;

  private static final String CLEAN = "clean";

  private final Board board;
  private final String anchor;
  private final Series series;
  private final DefenseAnchors anchors;
  private final Footnotes notes;
  private final Collection<String> attacks;
  private final Lead lead;

  BoardTable(Board board, String anchor, Series series, DefenseAnchors anchors) {
    this.board = board;
    this.anchor = anchor;
    this.series = series;
    this.anchors = anchors;
    this.notes = new Footnotes(board);
    this.attacks = Outcome.attacks(board);
    this.lead = Lead.of(board);
  }

  /** The table in a region that scrolls sideways, and the board's notes. */
  Markup draw(String title) {
    Markup out = new Markup();
    out.open(
        "div",
        "class",
        "scroll",
        "role",
        "region",
        "tabindex",
        "0",
        "aria-labelledby",
        anchor + "-caption");
    out.open("table");
    out.leaf(
        "caption",
        title + ": accuracy on " + board.samples() + " test samples",
        "id",
        anchor + "-caption");
    out.open("thead").open("tr");
    RateCell.column(out, "Defense", "name", null);
    RateCell.column(out, "Worst case", "number", "descending");
    RateCell.column(out, "Rank", "number", null);
    RateCell.column(out, "Clean", "number", null);
    attacks.forEach(attack -> RateCell.column(out, attack, "number", null));
    RateCell.column(out, "Passes", "number", null);
    out.close().close();
    out.open("tbody");
    board.rows().forEach(row -> row(out, row));
    out.close().close().close();
    notes(out);
    return out;
  }

  private void row(Markup out, Row row) {
    String unfinished = row.status().equals("complete") ? null : "unfinished";
    out.open("tr", "class", unfinished, "data-row", row.label());
    out.open("th", "scope", "row", "data-sort", row.label());
    out.open("span", "class", row.unreliable() ? "label hollow" : "label")
        .append(series.swatch(row.label()));
    out.open("span").leaf("a", row.label(), "href", "#" + anchors.of(row.label()));
    marks(out, row, "");
    out.close().close();
    String kind =
        row.label().equals(row.defense())
            ? row.architecture()
            : row.defense() + " · " + row.architecture();
    out.leaf("span", kind, "class", "kind").close();
    cell(out, Outcome.worst(row), "worst", row, null);
    rank(out, lead.ranks().get(row.label()));
    cell(out, Outcome.clean(row), CLEAN, row, null);
    attacks.forEach(attack -> cell(out, Outcome.under(row, attack), null, row, attack));
    passes(out, row);
    out.close();
  }

  private void cell(Markup out, Outcome outcome, String extra, Row row, String attack) {
    RateCell.draw(out, outcome, extra, marks -> marks(marks, row, attack), draws(row, extra));
  }

  private static void rank(Markup out, Rank rank) {
    // columns of numbers sort from the largest down: the best rank comes first
    String sort =
        rank == null ? null : Double.toString(-rank.best() - rank.worst() / (double) RANKS);
    out.leaf("td", Numerals.rank(rank), "class", "rank", "data-sort", sort);
  }

  /** The interval over draws of a randomised row's clean accuracy. */
  private static String draws(Row row, String extra) {
    String name = Leaderboard.DRAW_AGREEMENT;
    if (!CLEAN.equals(extra) || row.figures() == null || !row.figures().containsKey(name)) {
      return null;
    }
    return " one draw ["
        + Numerals.points(row.figures().getOrDefault(name + ", low", 0.0))
        + ", "
        + Numerals.points(row.figures().getOrDefault(name + ", high", 1.0))
        + "]";
  }

  private static void passes(Markup out, Row row) {
    if (row.passes() == null) {
      out.open("td", "class", "passes").close();
      return;
    }
    out.open(
        "td",
        "class",
        "passes",
        "data-sort",
        Double.toString(row.passes().forward() + row.passes().backward()));
    out.leaf("span", Numerals.count(row.passes().forward()) + " forward");
    out.leaf("span", Numerals.count(row.passes().backward()) + " backward").close();
  }

  private void marks(Markup out, Row row, String attack) {
    if (attack == null) {
      return;
    }
    notes
        .about(row, attack)
        .forEach(
            number ->
                out.leaf(
                    "a",
                    Integer.toString(number),
                    "class",
                    "mark-note",
                    "href",
                    "#" + anchor + "-note-" + number,
                    "aria-label",
                    "note " + number));
  }

  private void notes(Markup out) {
    if (notes.all().isEmpty()) {
      return;
    }
    out.open("ol", "class", "notes", "aria-label", "Notes");
    for (Footnotes.Note note : notes.all()) {
      String number = Integer.toString(note.number());
      out.open("li", "id", anchor + "-note-" + number, "value", number, "data-row", note.row());
      out.leaf("strong", note.row());
      if (!note.flag().attack().isEmpty()) {
        out.text(", " + note.flag().attack());
      }
      String failed = note.flag().kind().startsWith("failed") ? "kind-failed" : "kind-flag";
      out.text(" ").leaf("span", note.flag().kind(), "class", failed).text(" ");
      out.text(note.flag().message());
      if (note.flag().evidence() != null) {
        evidence(out, note.flag().evidence());
      }
      out.close();
    }
    out.close();
  }

  /** The samples that a flag stands on, all of them, shown on demand. */
  private static void evidence(Markup out, FlagEvidence evidence) {
    String p = evidence.p() > 0 ? ", " + Footnotes.probability(evidence) : "";
    out.open("details", "class", "evidence");
    out.leaf("summary", evidence.samples().size() + " of " + evidence.asked() + " samples" + p);
    out.text(Footnotes.samples(evidence.samples())).close();
  }
}

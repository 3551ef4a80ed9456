package org.robustgrid.report.html;

import java.util.Collection;
import java.util.Locale;
import org.robustgrid.core.leaderboard.Leaderboard.Board;
import org.robustgrid.core.leaderboard.Leaderboard.Rate;
import org.robustgrid.core.leaderboard.Leaderboard.Row;
import org.robustgrid.report.text.Footnotes;
import org.robustgrid.report.text.Numerals;
import org.robustgrid.report.text.Outcome;

/** A board as a sortable table: intervals drawn as bars, failures said in words. */
final class BoardTable {

  private final Board board;
  private final String anchor;
  private final Series series;
  private final Footnotes notes;
  private final Collection<String> attacks;

  BoardTable(Board board, String anchor, Series series) {
    this.board = board;
    this.anchor = anchor;
    this.series = series;
    this.notes = new Footnotes(board);
    this.attacks = Outcome.attacks(board);
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
    column(out, "Defense", "name", null);
    column(out, "Worst case", "number", "descending");
    column(out, "Clean", "number", null);
    attacks.forEach(attack -> column(out, attack, "number", null));
    column(out, "Passes", "number", null);
    out.close().close();
    out.open("tbody");
    board.rows().forEach(row -> row(out, row));
    out.close().close().close();
    notes(out);
    return out;
  }

  private static void column(Markup out, String text, String kind, String sorted) {
    out.open("th", "scope", "col", "class", kind, "aria-sort", sorted);
    out.open("button", "type", "button").text(text);
    out.leaf("span", "", "class", "arrow", "aria-hidden", "true");
    out.close().close();
  }

  private void row(Markup out, Row row) {
    out.open("tr", "class", row.status().equals("complete") ? null : "unfinished");
    out.open("th", "scope", "row", "data-sort", row.label());
    out.open("span", "class", "label").append(series.swatch(row.label()));
    out.open("span").text(row.label());
    marks(out, row, "");
    out.close().close();
    String kind =
        row.label().equals(row.defense())
            ? row.architecture()
            : row.defense() + " · " + row.architecture();
    out.leaf("span", kind, "class", "kind").close();
    cell(out, Outcome.worst(row), "worst", row, null);
    cell(out, Outcome.clean(row), null, row, null);
    attacks.forEach(attack -> cell(out, Outcome.under(row, attack), null, row, attack));
    passes(out, row);
    out.close();
  }

  private void cell(Markup out, Outcome outcome, String extra, Row row, String attack) {
    if (outcome instanceof Outcome.Measured measured) {
      Rate rate = measured.rate();
      out.open(
          "td",
          "class",
          extra == null ? "rate" : "rate " + extra,
          "data-sort",
          Double.toString(rate.rate()));
      out.leaf("span", Numerals.percent(rate.rate()), "class", "value");
      marks(out, row, attack);
      out.leaf("span", " " + Numerals.interval(rate), "class", "interval");
      if (rate.spread() != null) {
        out.leaf(
            "span", " ± " + Numerals.points(rate.spread()) + " over seeds", "class", "interval");
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
      marks(out, row, attack);
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
      out.open("li", "id", anchor + "-note-" + note.number());
      out.leaf("strong", note.row());
      if (!note.flag().attack().isEmpty()) {
        out.text(", " + note.flag().attack());
      }
      String failed = note.flag().kind().startsWith("failed") ? "kind-failed" : "kind-flag";
      out.text(" ").leaf("span", note.flag().kind(), "class", failed).text(" ");
      out.text(note.flag().message()).close();
    }
    out.close();
  }
}

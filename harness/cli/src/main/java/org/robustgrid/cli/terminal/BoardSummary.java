package org.robustgrid.cli.terminal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.Distance;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.analysis.Table;
import org.robustgrid.report.text.Distances;
import org.robustgrid.report.text.Footnotes;
import org.robustgrid.report.text.Lead;
import org.robustgrid.report.text.Numerals;
import org.robustgrid.report.text.Outcome;
import org.robustgrid.report.text.Parts;
import org.robustgrid.report.text.Targets;
import org.robustgrid.report.text.ThreatModels;

/** Prints a leaderboard's boards as text. */
public final class BoardSummary {

  private BoardSummary() {}

  public static void print(Leaderboard leaderboard, Terminal terminal) {
    for (Board board : leaderboard.boards()) {
      terminal.line("");
      terminal.line(
          ThreatModels.title(leaderboard, board) + " (" + board.samples() + " test samples)");
      Lead lead = Lead.of(board);
      if (!lead.words().isEmpty()) {
        terminal.line("  " + lead.words());
      }
      Collection<String> attacks = Outcome.attacks(board);
      boolean distances = board.threatModel().minimumDistance();
      List<String> header = new ArrayList<>(List.of("defense"));
      header.addAll(
          distances ? List.of("median distance", "mean distance") : List.of("worst case"));
      header.addAll(List.of("rank", "clean"));
      header.addAll(attacks);
      header.add("");
      TextTable table = new TextTable(terminal.tableWidth(), "  ").optional(leastFirst(header));
      table.row(header);
      for (Row row : board.rows()) {
        List<String> cells = new ArrayList<>();
        cells.add(row.label());
        if (distances) {
          Distance worst = Distances.worst(row);
          cells.add(Distances.brief(row, ""));
          cells.add(worst == null ? "" : Distances.meanInWords(worst, row));
        } else {
          cells.add(full(Outcome.worst(row)));
        }
        cells.add(lead.rank(row));
        cells.add(full(Outcome.clean(row)));
        for (String attack : attacks) {
          Distance under = Distances.under(row, attack);
          cells.add(
              under == null
                  ? brief(Outcome.under(row, attack))
                  : Distances.number(under.median()) + Distances.remarks(under));
        }
        cells.add("");
        table.row(cells);
      }
      table.print(terminal);
      if (board.threatModel().targeted()) {
        terminal.line("  targets reached from samples that are right:");
        print(Targets.table(board), terminal);
      }
      if (!Parts.attacks(board).isEmpty()) {
        terminal.line("  samples broken, by the part of the attack that broke them:");
        print(Parts.table(board), terminal);
      }
      if (distances && !Distances.curves(board).isEmpty()) {
        terminal.line("  accuracy against ε:");
        print(Distances.curveTable(board), terminal);
      }
      for (Footnotes.Note note : new Footnotes(board).all()) {
        String attack = note.flag().attack().isEmpty() ? "" : ", " + note.flag().attack();
        terminal.line(
            "  ! " + note.row() + attack + ": " + note.flag().kind() + ". " + note.text());
      }
    }
  }

  /** All columns but the row's name and its result, the last first. */
  private static List<Integer> leastFirst(List<String> header) {
    int kept = header.indexOf("rank");
    return IntStream.iterate(header.size() - 2, i -> i >= kept, i -> i - 1).boxed().toList();
  }

  static void print(Table table, Terminal terminal) {
    int columns = table.columns().size();
    TextTable text =
        new TextTable(terminal.tableWidth(), "    ")
            .optional(IntStream.iterate(columns - 2, i -> i > 0, i -> i - 1).boxed().toList());
    text.row(table.columns());
    table.rows().forEach(text::row);
    text.print(terminal);
  }

  private static String full(Outcome outcome) {
    return outcome instanceof Outcome.Measured measured
        ? measured.sign() + Numerals.rate(measured.rate())
        : outcome.word();
  }

  private static String brief(Outcome outcome) {
    return outcome instanceof Outcome.Measured measured
        ? Numerals.points(measured.rate().rate())
            + (measured.rate().samples() == null ? "" : " " + Numerals.samples(measured.rate()))
        : outcome.word();
  }
}

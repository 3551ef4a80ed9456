package org.robustgrid.report.markdown;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.robustgrid.base.files.AtomicFile;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.Distance;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.analysis.AnalysisResult;
import org.robustgrid.leaderboard.analysis.Image;
import org.robustgrid.leaderboard.analysis.ImageSet;
import org.robustgrid.leaderboard.analysis.Plane;
import org.robustgrid.leaderboard.analysis.Series;
import org.robustgrid.leaderboard.analysis.Table;
import org.robustgrid.report.ReportContent;
import org.robustgrid.report.ReportWriter;
import org.robustgrid.report.text.AnalysisText;
import org.robustgrid.report.text.CertifiedBoard;
import org.robustgrid.report.text.ClassAccuracy;
import org.robustgrid.report.text.DataNotes;
import org.robustgrid.report.text.Distances;
import org.robustgrid.report.text.Footnotes;
import org.robustgrid.report.text.GoalText;
import org.robustgrid.report.text.Lead;
import org.robustgrid.report.text.Numerals;
import org.robustgrid.report.text.Outcome;
import org.robustgrid.report.text.StrengthText;
import org.robustgrid.report.text.ThreatModels;

/** Writes a leaderboard as Markdown. */
public final class MarkdownReport implements ReportWriter {

  /** The file's name. */
  public static final String FILE = "leaderboard.md";

  @Override
  public List<Path> write(ReportContent content, Path folder) {
    Path file = folder.resolve(FILE);
    AtomicFile.write(file, draw(content.leaderboard()));
    return List.of(file);
  }

  /** The whole document, lines ended by {@code \n}. */
  public static String draw(Leaderboard leaderboard) {
    StringBuilder out = new StringBuilder();
    out.append("# ").append(escape(leaderboard.grid())).append("\n\n");
    out.append("Data set ").append(escape(leaderboard.dataset())).append(". ");
    out.append("Accuracy with its interval in brackets");
    String method = interval(leaderboard);
    out.append(method.isEmpty() ? "" : " (" + escape(method) + ")");
    out.append("; *worst case* is the share of test samples that survive every attack; ");
    out.append("*rank* by it, from the best to the worst that paired tests of all rows allow ");
    out.append("(level 5 %, Holm). *≤* marks an upper bound: a check found a sign that the ");
    out.append("evaluation of the row cannot be relied on, so that it has no rank.");
    goals(out, leaderboard);
    out.append("\n");
    DataNotes.of(leaderboard).forEach(note -> out.append("\n").append(escape(note)).append("\n"));
    for (Board board : leaderboard.boards()) {
      append(out, leaderboard, board);
      GoalText.tables(board).forEach(result -> append(out, result));
      StrengthText.result(board).ifPresent(result -> append(out, result.withoutSeries()));
      ClassAccuracy.result(leaderboard, board).ifPresent(result -> append(out, result));
      AnalysisText.of(board).forEach(result -> append(out, result));
      CertifiedBoard.after(leaderboard, board)
          .ifPresent(certified -> append(out, leaderboard, certified));
    }
    return out.toString();
  }

  private static void goals(StringBuilder out, Leaderboard leaderboard) {
    if (leaderboard.boards().stream().anyMatch(board -> board.threatModel().targeted())) {
      out.append(" On *targeted* boards a sample survives if no attack reaches its target.");
    }
    if (leaderboard.boards().stream().anyMatch(board -> board.threatModel().minimumDistance())) {
      out.append(" On boards of *minimum distance* the smallest distance that any attack found ");
      out.append(
          "counts, 0 of a sample that is wrong without attack and ∞ of one that none broke; ");
      out.append("the mean is the area under the curve of accuracy against ε, *≥* where unbroken ");
      out.append("samples count as far as the board's ε; intervals are of order statistics and ");
      out.append("Student's, ranks by sign tests.");
    }
  }

  private static String interval(Leaderboard leaderboard) {
    return leaderboard.provenance().interval().entrySet().stream()
        .map(e -> e.getKey() + " " + e.getValue())
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static void append(StringBuilder out, Leaderboard leaderboard, Board board) {
    out.append("\n## ").append(escape(ThreatModels.title(leaderboard, board))).append("\n\n");
    Collection<String> attacks = Outcome.attacks(board);
    Footnotes notes = new Footnotes(board);
    Lead lead = Lead.of(board);
    if (!lead.words().isEmpty()) {
      out.append(escape(lead.words())).append("\n\n");
    }
    List<String> header = new ArrayList<>(List.of("defense", "architecture", "clean"));
    boolean distances = board.threatModel().minimumDistance();
    header.addAll(distances ? List.of("median distance", "mean distance") : List.of("worst case"));
    header.add("rank");
    header.addAll(attacks);
    header.add("passes (forward / backward)");
    line(out, header.stream().map(MarkdownReport::escape).toList());
    List<String> rule = new ArrayList<>(List.of("---", "---"));
    header.stream().skip(2).forEach(column -> rule.add("---:"));
    line(out, rule);
    for (Row row : board.rows()) {
      List<String> cells = new ArrayList<>();
      cells.add(escape(row.label()) + marks(notes, row, ""));
      cells.add(escape(row.architecture()));
      cells.add(cell(Outcome.clean(row)));
      if (distances) {
        Distance worst = Distances.worst(row);
        cells.add(strong(Distances.brief(row, "")));
        cells.add(worst == null ? "" : Distances.meanInWords(worst, row));
      } else {
        cells.add(strong(cell(Outcome.worst(row))));
      }
      cells.add(lead.rank(row));
      for (String attack : attacks) {
        String figure = distances ? Distances.brief(row, attack) : cell(Outcome.under(row, attack));
        cells.add(figure + marks(notes, row, attack));
      }
      cells.add(passes(row));
      line(out, cells);
    }
    out.append("\n").append(board.samples()).append(" test samples.\n");
    if (!notes.all().isEmpty()) {
      out.append("\n");
    }
    for (Footnotes.Note note : notes.all()) {
      out.append(note.number()).append(". ").append(escape(note.row()));
      if (!note.flag().attack().isEmpty()) {
        out.append(", ").append(escape(note.flag().attack()));
      }
      out.append(": ").append(escape(note.flag().kind())).append(". ");
      out.append(escape(note.text())).append("\n");
    }
  }

  private static void append(StringBuilder out, Leaderboard leaderboard, CertifiedBoard board) {
    out.append("\n## ").append(escape(board.title(leaderboard))).append("\n\n");
    List<String> header = new ArrayList<>(List.of("defense", "samples"));
    board.radii().forEach(radius -> header.add("radius " + radius));
    line(out, header);
    line(out, header.stream().map(column -> column.equals("defense") ? "---" : "---:").toList());
    for (Row row : board.rows()) {
      List<String> cells = new ArrayList<>();
      cells.add(escape(row.label()));
      cells.add(row.certifiedSamples() == null ? "failed" : row.certifiedSamples().toString());
      board.radii().forEach(radius -> cells.add(cell(Outcome.certified(row, radius))));
      line(out, cells);
    }
    out.append(
        "\nShare of the certified test samples whose decision is right and proven constant ");
    out.append("within the L2 radius, in units of the data, whatever a board's norm.\n");
  }

  private static void append(StringBuilder out, AnalysisResult result) {
    out.append("\n### ").append(escape(AnalysisText.title(result))).append("\n");
    if (!result.figures().isEmpty()) {
      table(out, AnalysisText.figures(result));
    }
    for (Table table : result.tables()) {
      out.append("\n").append(escape(table.name())).append(":\n");
      table(out, table);
    }
    for (Series series : result.series()) {
      out.append("\n").append(escape(series.name())).append(":\n");
      table(out, AnalysisText.points(series));
    }
    for (Plane plane : result.planes()) {
      out.append("\n").append(escape(plane.name() + " (picture in index.html):")).append("\n");
      table(out, AnalysisText.classes(plane));
    }
    for (Image image : result.images()) {
      String text = image.name() + ": " + image.caption() + " (picture in index.html)";
      out.append("\n").append(escape(text)).append("\n");
    }
    for (ImageSet set : result.imageSets()) {
      out.append("\n").append(escape(AnalysisText.words(set))).append("\n");
    }
    result.notes().forEach(note -> out.append("\n").append(escape(note)).append("\n"));
  }

  private static void table(StringBuilder out, Table table) {
    out.append("\n");
    line(out, table.columns().stream().map(MarkdownReport::escape).toList());
    line(out, table.columns().stream().map(column -> "---").toList());
    table.rows().forEach(row -> line(out, row.stream().map(MarkdownReport::escape).toList()));
  }

  private static String cell(Outcome outcome) {
    return outcome instanceof Outcome.Measured measured
        ? measured.sign() + Numerals.rate(measured.rate())
        : outcome.word();
  }

  private static String strong(String text) {
    return "**" + text + "**";
  }

  private static String passes(Row row) {
    return row.passes() == null
        ? ""
        : Numerals.count(row.passes().forward()) + " / " + Numerals.count(row.passes().backward());
  }

  private static String marks(Footnotes notes, Row row, String attack) {
    String numbers =
        notes.about(row, attack).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    return numbers.isEmpty() ? "" : " (" + numbers + ")";
  }

  /** Appends a table's line of cells that are escaped already. */
  public static void line(StringBuilder out, List<String> cells) {
    out.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  /** Escapes what Markdown, its tables and its inline HTML would read as markup. */
  public static String escape(String text) {
    return text.replaceAll("[\\r\\n]+", " ").replaceAll("([\\\\`*_\\[\\]<>&|#~])", "\\\\$1");
  }
}

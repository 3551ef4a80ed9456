package org.robustgrid.report.markdown;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.robustgrid.leaderboard.compare.Comparison;
import org.robustgrid.leaderboard.compare.Comparison.BoardComparison;
import org.robustgrid.leaderboard.compare.Comparison.Pair;
import org.robustgrid.report.text.PairText;
import org.robustgrid.report.text.ThreatModels;

/** Writes a comparison as Markdown. */
public final class ComparisonMarkdown {

  private ComparisonMarkdown() {}

  /**
   * The whole document, lines ended by {@code \n}.
   *
   * @param samples whether to list the samples that differ
   */
  public static String write(Comparison comparison, boolean samples) {
    StringBuilder out = new StringBuilder();
    out.append("# ").append(MarkdownReport.escape(comparison.grid())).append(", compared\n\n");
    out.append("Differences in percentage points with 95 % intervals on the same n samples, the ");
    out.append("first row less the second. *Only first* counts the samples that only the first ");
    out.append("gets right, or with several seeds gets right more often. p is two-sided, by ");
    out.append("McNemar's exact test or, with several seeds, over seeds and samples; Holm's ");
    out.append(
        "correction is over the pairs of a column. *better* names the row that the corrected ");
    out.append("test puts above the other at 5 %.\n");
    for (BoardComparison board : comparison.boards()) {
      append(out, board, samples);
    }
    return out.toString();
  }

  private static void append(StringBuilder out, BoardComparison board, boolean samples) {
    String title = board.dataset() + ": " + ThreatModels.name(board.threatModel());
    out.append("\n## ").append(MarkdownReport.escape(title)).append("\n\n");
    if (board.threatModel().minimumDistance()) {
      out.append("Under attack, % are of samples whose distance is larger in the one row.\n\n");
    }
    boolean seeds = board.pairs().stream().anyMatch(pair -> pair.seeds() != null);
    List<String> header =
        new ArrayList<>(List.of("column", "first", "second", "n", "first %", "second %"));
    header.addAll(List.of("difference", "only first", "only second", "p", "p (Holm)", "better"));
    if (seeds) {
      header.add("seeds");
    }
    MarkdownReport.line(out, header);
    MarkdownReport.line(
        out,
        header.stream()
            .map(name -> name.matches("column|first|second|better|seeds") ? "---" : "---:")
            .toList());
    for (Pair pair : board.pairs()) {
      List<String> cells = new ArrayList<>();
      cells.add(MarkdownReport.escape(PairText.measure(pair)));
      cells.add(MarkdownReport.escape(pair.first()));
      cells.add(MarkdownReport.escape(pair.second()));
      cells.add(Integer.toString(pair.samples()));
      cells.add(PairText.first(pair, board.unreliable()));
      cells.add(PairText.second(pair, board.unreliable()));
      cells.add(PairText.difference(pair.difference()));
      cells.add(Integer.toString(pair.onlyFirst()));
      cells.add(Integer.toString(pair.onlySecond()));
      cells.add(MarkdownReport.escape(PairText.p(pair.p())));
      cells.add(MarkdownReport.escape(PairText.p(pair.adjusted())));
      cells.add(MarkdownReport.escape(PairText.better(pair, board.unreliable())));
      if (seeds) {
        cells.add(PairText.seeds(pair));
      }
      MarkdownReport.line(out, cells);
    }
    board.missing().forEach(m -> out.append("\n").append(missing(m)).append("\n"));
    for (String row : board.unreliable()) {
      out.append("\n").append(MarkdownReport.escape(PairText.unreliable(row))).append(".\n");
    }
    if (samples) {
      board.pairs().forEach(pair -> samples(out, pair));
    }
  }

  private static String missing(Comparison.Missing missing) {
    return MarkdownReport.escape(missing.row())
        + " has no result in the column "
        + MarkdownReport.escape(PairText.measure(missing.measure(), missing.attack()))
        + ".";
  }

  private static void samples(StringBuilder out, Pair pair) {
    out.append("\n").append(MarkdownReport.escape(PairText.measure(pair))).append(": ");
    out.append("only ").append(MarkdownReport.escape(pair.first())).append(": ");
    out.append(ids(pair.onlyFirstSamples())).append("; ");
    out.append("only ").append(MarkdownReport.escape(pair.second())).append(": ");
    out.append(ids(pair.onlySecondSamples())).append("\n");
  }

  private static String ids(List<Integer> samples) {
    return samples.isEmpty()
        ? "none"
        : samples.stream().map(Object::toString).collect(Collectors.joining(" "));
  }
}

package org.robustgrid.cli.terminal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.robustgrid.leaderboard.compare.Comparison;
import org.robustgrid.leaderboard.compare.Comparison.BoardComparison;
import org.robustgrid.leaderboard.compare.Comparison.Missing;
import org.robustgrid.leaderboard.compare.Comparison.Pair;
import org.robustgrid.report.text.PairText;
import org.robustgrid.report.text.ThreatModels;

/** Prints a comparison as text. */
public final class ComparisonSummary {

  private ComparisonSummary() {}

  /**
   * Prints how many rows of its board each row is better and worse than beyond chance, in the worst
   * case.
   */
  public static void printBriefly(Comparison comparison, Terminal terminal) {
    for (BoardComparison board : comparison.boards()) {
      terminal.line("");
      terminal.line(board.dataset() + ": " + ThreatModels.name(board.threatModel()));
      Map<String, int[]> counts = new LinkedHashMap<>();
      for (Pair pair : board.pairs()) {
        if (pair.measure().equals("worst")) {
          String better = PairText.better(pair, board.unreliable());
          count(counts, pair.first(), pair.second(), better);
          count(counts, pair.second(), pair.first(), better);
        }
      }
      TextTable table = new TextTable(terminal.tableWidth(), "  ");
      table.row("row", "better than", "worse than", "no difference from");
      counts.forEach(
          (row, of) ->
              table.row(
                  row, Integer.toString(of[0]), Integer.toString(of[1]), Integer.toString(of[2])));
      table.print(terminal);
    }
    terminal.line("");
    terminal.line(
        "Numbers of rows, by paired tests of the worst case on the same samples, with Holm's"
            + " correction over the pairs of a board, at 5 %. --all lists every pair in every column;"
            + " labels of rows choose some.");
  }

  private static void count(Map<String, int[]> counts, String row, String other, String better) {
    int place = better.equals(row) ? 0 : better.equals(other) ? 1 : 2;
    counts.computeIfAbsent(row, name -> new int[3])[place]++;
  }

  /**
   * Prints every pair of every board.
   *
   * @param samples whether to list the samples that differ
   */
  public static void print(Comparison comparison, boolean samples, Terminal terminal) {
    for (BoardComparison board : comparison.boards()) {
      terminal.line("");
      terminal.line(board.dataset() + ": " + ThreatModels.name(board.threatModel()));
      if (board.threatModel().minimumDistance()) {
        terminal.line("  under attack, % are of samples whose distance is larger in the one row");
      }
      boolean seeds = board.pairs().stream().anyMatch(pair -> pair.seeds() != null);
      TextTable table =
          new TextTable(terminal.tableWidth(), "  ").optional(List.of(12, 9, 8, 7, 3, 5, 4, 10));
      List<String> header = new ArrayList<>(List.of("column", "first", "second", "n", "first %"));
      header.addAll(List.of("second %", "difference in points", "only first", "only second"));
      header.addAll(List.of("p", "p (Holm)", "better"));
      header.add(seeds ? "spread of the first and the second over seeds" : "");
      table.row(header);
      for (Pair pair : board.pairs()) {
        table.row(
            PairText.measure(pair),
            pair.first(),
            pair.second(),
            Integer.toString(pair.samples()),
            PairText.first(pair, board.unreliable()),
            PairText.second(pair, board.unreliable()),
            PairText.difference(pair.difference()),
            Integer.toString(pair.onlyFirst()),
            Integer.toString(pair.onlySecond()),
            PairText.p(pair.p()),
            PairText.p(pair.adjusted()),
            PairText.better(pair, board.unreliable()),
            PairText.seeds(pair));
      }
      table.print(terminal);
      for (Missing missing : board.missing()) {
        terminal.line(
            "  ! "
                + missing.row()
                + " has no result in the column "
                + PairText.measure(missing.measure(), missing.attack())
                + " and is left out of it");
      }
      board.unreliable().forEach(row -> terminal.line("  ! " + PairText.unreliable(row)));
      if (samples) {
        board.pairs().forEach(pair -> samples(pair, terminal));
      }
    }
    terminal.line("");
    terminal.line(
        "Differences are the first row less the second on the same samples, with 95 % intervals;"
            + " p is McNemar's exact test, or with several seeds the test over seeds and samples;"
            + " Holm's correction is over the pairs of a column, and 'better' is by it, at 5 %.");
  }

  private static void samples(Pair pair, Terminal terminal) {
    terminal.line("  " + PairText.measure(pair) + ", " + pair.first() + " and " + pair.second());
    String right = pair.seeds() == null ? "    right only for " : "    right more often for ";
    terminal.line(right + pair.first() + ": " + ids(pair.onlyFirstSamples()));
    terminal.line(right + pair.second() + ": " + ids(pair.onlySecondSamples()));
  }

  private static String ids(List<Integer> samples) {
    return samples.isEmpty()
        ? "none"
        : samples.stream().map(Object::toString).collect(Collectors.joining(" "));
  }
}

package org.robustgrid.report.csv;

import java.util.List;
import java.util.stream.Collectors;
import org.robustgrid.leaderboard.compare.Comparison;
import org.robustgrid.leaderboard.compare.Comparison.BoardComparison;
import org.robustgrid.leaderboard.compare.Comparison.Pair;
import org.robustgrid.leaderboard.compare.Comparison.Seeds;

/**
 * Writes a comparison as comma-separated values (RFC 4180), one line for each board, column and
 * pair of rows. Rates and differences are fractions at full precision; a field is empty if there is
 * no value; sample ids are separated by spaces.
 */
public final class ComparisonCsv {

  private static final List<String> HEADER =
      List.of(
          "dataset",
          "norm",
          "epsilon",
          "measure",
          "attack",
          "first",
          "second",
          "samples",
          "first_rate",
          "second_rate",
          "difference",
          "low",
          "high",
          "test",
          "p",
          "p_holm",
          "better",
          "only_first",
          "only_second",
          "first_seeds",
          "first_spread",
          "first_between",
          "second_seeds",
          "second_spread",
          "second_between",
          "seed_error",
          "sample_error",
          "only_first_samples",
          "only_second_samples");

  private ComparisonCsv() {}

  /** The whole document, lines ended by CR LF as the standard has it. */
  public static String write(Comparison comparison) {
    StringBuilder out = new StringBuilder();
    CsvReport.line(out, HEADER);
    for (BoardComparison board : comparison.boards()) {
      board.pairs().forEach(pair -> line(out, board, pair));
    }
    return out.toString();
  }

  private static void line(StringBuilder out, BoardComparison board, Pair pair) {
    Seeds seeds = pair.seeds();
    CsvReport.line(
        out,
        List.of(
            board.dataset(),
            board.threatModel().norm(),
            board.threatModel().bounded() ? text(board.threatModel().epsilon()) : "",
            pair.measure(),
            pair.attack(),
            pair.first(),
            pair.second(),
            Integer.toString(pair.samples()),
            text(pair.firstRate()),
            text(pair.secondRate()),
            text(pair.difference().estimate()),
            text(pair.difference().low()),
            text(pair.difference().high()),
            pair.test(),
            text(pair.p()),
            text(pair.adjusted()),
            pair.better(),
            Integer.toString(pair.onlyFirst()),
            Integer.toString(pair.onlySecond()),
            seeds == null ? "1" : Integer.toString(seeds.first().seeds()),
            seeds == null ? "" : text(seeds.first().spread()),
            seeds == null ? "" : text(seeds.first().between()),
            seeds == null ? "1" : Integer.toString(seeds.second().seeds()),
            seeds == null ? "" : text(seeds.second().spread()),
            seeds == null ? "" : text(seeds.second().between()),
            seeds == null ? "" : text(seeds.seedError()),
            seeds == null ? "" : text(seeds.sampleError()),
            ids(pair.onlyFirstSamples()),
            ids(pair.onlySecondSamples())));
  }

  private static String text(double value) {
    return Double.toString(value);
  }

  private static String ids(List<Integer> samples) {
    return samples.stream().map(Object::toString).collect(Collectors.joining(" "));
  }
}

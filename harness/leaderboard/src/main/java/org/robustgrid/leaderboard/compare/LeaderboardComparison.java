package org.robustgrid.leaderboard.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.robustgrid.base.UserException;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.Measure;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.RowPair;
import org.robustgrid.leaderboard.compare.Comparison.BoardComparison;
import org.robustgrid.leaderboard.compare.Comparison.Missing;
import org.robustgrid.leaderboard.compare.Comparison.Pair;
import org.robustgrid.leaderboard.compare.Comparison.Seeds;
import org.robustgrid.leaderboard.compare.Comparison.Spread;
import org.robustgrid.leaderboard.statistics.Intervals;
import org.robustgrid.leaderboard.statistics.Outcomes;
import org.robustgrid.leaderboard.statistics.PairedComparison;
import org.robustgrid.leaderboard.statistics.SeedVariance;
import org.robustgrid.leaderboard.statistics.TwoLevelComparison;

/** Compares rows of a leaderboard. */
public final class LeaderboardComparison {

  private LeaderboardComparison() {}

  /**
   * Compares rows pair by pair, in every column of every board.
   *
   * @param labels of the rows, in the order of the report; empty for all, best first
   * @throws UserException if a label is unknown, or fewer than two rows are left
   */
  public static Comparison of(Leaderboard leaderboard, List<String> labels) {
    check(leaderboard, labels);
    List<BoardComparison> boards = new ArrayList<>();
    Set<String> datasets = new HashSet<>();
    for (Board board : leaderboard.boards()) {
      List<Row> rows = rows(board, labels);
      if (rows.size() > 1) {
        // certificates are of a data set's samples, the same on every board
        List<Integer> sampleIds = leaderboard.testSet(board).sampleIds();
        boards.add(board(board, sampleIds, rows, datasets.add(board.dataset())));
      }
    }
    if (boards.stream().allMatch(board -> board.pairs().isEmpty())) {
      throw new UserException(
          "there is nothing to compare: no board has two of these rows with results in a column in"
              + " common; run the grid first");
    }
    return new Comparison(
        Comparison.FORMAT,
        leaderboard.grid(),
        Intervals.CONFIDENCE,
        PairedComparison.LEVEL,
        boards);
  }

  private static void check(Leaderboard leaderboard, List<String> labels) {
    Set<String> known = new LinkedHashSet<>();
    leaderboard.boards().forEach(board -> board.rows().forEach(row -> known.add(row.label())));
    for (String label : labels) {
      if (!known.contains(label)) {
        throw new UserException(
            "there is no row '" + label + "'; the rows are " + String.join(", ", known));
      }
    }
    if (labels.size() == 1 || new LinkedHashSet<>(labels).size() < labels.size()) {
      throw new UserException(
          "name at least two different rows to compare, or none for all pairs; the rows are "
              + String.join(", ", known));
    }
  }

  private static List<Row> rows(Board board, List<String> labels) {
    if (labels.isEmpty()) {
      return board.rows();
    }
    return labels.stream()
        .flatMap(label -> board.rows().stream().filter(row -> row.label().equals(label)))
        .toList();
  }

  private static BoardComparison board(
      Board board, List<Integer> sampleIds, List<Row> rows, boolean certificates) {
    List<Measure> measures = new ArrayList<>(List.of(Measure.WORST));
    measures.addAll(Measure.attacks(board));
    measures.add(Measure.CLEAN);
    List<Pair> pairs = new ArrayList<>();
    List<Missing> missing = new ArrayList<>();
    for (Measure measure : measures) {
      RowPair.all(rows, measure).forEach(pair -> pairs.add(pair(sampleIds, rows, measure, pair)));
      for (Row row : rows) {
        if (measure.of(row).isEmpty()) {
          missing.add(new Missing(row.label(), measure.key(), measure.name()));
        }
      }
    }
    if (certificates) {
      // most rows have none, and miss nothing by it
      for (Measure measure : certified(rows)) {
        RowPair.all(rows, measure).forEach(pair -> pairs.add(pair(sampleIds, rows, measure, pair)));
      }
    }
    return new BoardComparison(
        board.dataset(),
        board.threatModel(),
        pairs,
        missing,
        rows.stream().filter(Row::unreliable).map(Row::label).toList());
  }

  /** The radii at which any of the rows is certified, ascending. */
  private static List<Measure> certified(List<Row> rows) {
    return rows.stream()
        .flatMap(row -> Measure.certified(row).stream())
        .distinct()
        .sorted(Comparator.comparingDouble(measure -> Double.parseDouble(measure.name())))
        .toList();
  }

  private static Pair pair(List<Integer> sampleIds, List<Row> rows, Measure measure, RowPair pair) {
    PairedComparison comparison = pair.comparison();
    String better = pair.firstBetter() ? pair.first() : pair.secondBetter() ? pair.second() : "";
    return new Pair(
        measure.key(),
        measure.name(),
        pair.first(),
        pair.second(),
        comparison.samples(),
        comparison.firstRate(),
        comparison.secondRate(),
        comparison.difference(),
        comparison.twoLevel().isPresent() ? "two-level" : "mcnemar",
        comparison.p(),
        pair.adjusted(),
        better,
        comparison.onlyFirst().size(),
        comparison.onlySecond().size(),
        ids(sampleIds, comparison.onlyFirst()),
        ids(sampleIds, comparison.onlySecond()),
        comparison.twoLevel().map(t -> seeds(rows, measure, pair, t)).orElse(null));
  }

  private static List<Integer> ids(List<Integer> sampleIds, List<Integer> positions) {
    return positions.stream().map(sampleIds::get).toList();
  }

  private static Seeds seeds(
      List<Row> rows, Measure measure, RowPair pair, TwoLevelComparison comparison) {
    return new Seeds(
        spread(rows, measure, pair.first(), pair.comparison().samples()),
        spread(rows, measure, pair.second(), pair.comparison().samples()),
        comparison.seedError(),
        comparison.sampleError());
  }

  private static Spread spread(List<Row> rows, Measure measure, String label, int samples) {
    Optional<Outcomes> outcomes =
        rows.stream()
            .filter(row -> row.label().equals(label))
            .findFirst()
            .flatMap(measure::of)
            .map(o -> o.first(samples));
    SeedVariance variance = SeedVariance.of(outcomes.orElseThrow());
    return new Spread(variance.seeds(), variance.spread(), variance.trueSpread());
  }
}

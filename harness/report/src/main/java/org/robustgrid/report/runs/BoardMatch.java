package org.robustgrid.report.runs;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.Measure;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.TestSet;
import org.robustgrid.leaderboard.statistics.Holm;
import org.robustgrid.leaderboard.statistics.Outcomes;
import org.robustgrid.leaderboard.statistics.PairedComparison;
import org.robustgrid.report.text.Outcome;

/**
 * A board, that is a data set under a threat model, that both runs have.
 *
 * @param common how many first samples are the same in both; 0 where they cannot be paired
 * @param rows that both have, in A's order
 * @param onlyFirst labels of rows that only A has
 * @param onlySecond labels of rows that only B has
 */
public record BoardMatch(
    Board first,
    Board second,
    int common,
    List<RowMatch> rows,
    List<String> onlyFirst,
    List<String> onlySecond) {

  static BoardMatch of(Leaderboard a, Board first, Leaderboard b, Board second) {
    int common = common(a, first, b, second);
    List<Row> rows = first.rows().stream().filter(row -> find(second, row).isPresent()).toList();
    List<Row> others = rows.stream().map(row -> find(second, row).orElseThrow()).toList();
    List<ColumnMatch> worst = column(rows, others, Measure.WORST, Outcome::worst, common);
    List<ColumnMatch> clean = column(rows, others, Measure.CLEAN, Outcome::clean, common);
    List<RowMatch> matches = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      matches.add(RowMatch.of(rows.get(i), others.get(i), worst.get(i), clean.get(i)));
    }
    return new BoardMatch(
        first, second, common, matches, without(first, second), without(second, first));
  }

  /** Whether every sample of one is a sample of the other. */
  public boolean sameSamples() {
    return common == first.samples() && common == second.samples();
  }

  private static Optional<Row> find(Board board, Row like) {
    return board.rows().stream().filter(row -> row.label().equals(like.label())).findFirst();
  }

  private static List<String> without(Board board, Board other) {
    return board.rows().stream().filter(row -> find(other, row).isEmpty()).map(Row::label).toList();
  }

  private static int common(Leaderboard a, Board first, Leaderboard b, Board second) {
    TestSet one = a.testSet(first);
    TestSet other = b.testSet(second);
    int least = Math.min(one.size(), other.size());
    boolean same =
        Objects.equals(
                a.provenance().datasets().get(first.dataset()),
                b.provenance().datasets().get(second.dataset()))
            && one.sampleIds().subList(0, least).equals(other.sampleIds().subList(0, least))
            && one.labels().subList(0, least).equals(other.labels().subList(0, least));
    return same ? least : 0;
  }

  private static List<ColumnMatch> column(
      List<Row> rows,
      List<Row> others,
      Measure measure,
      Function<Row, Outcome> outcome,
      int common) {
    List<Optional<PairedComparison>> pairs = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      Optional<Outcomes> first = measure.of(rows.get(i));
      Optional<Outcomes> second = measure.of(others.get(i));
      boolean paired = common > 0 && first.isPresent() && second.isPresent();
      pairs.add(
          paired ? Optional.of(PairedComparison.of(first.get(), second.get())) : Optional.empty());
    }
    List<Double> adjusted =
        Holm.adjust(pairs.stream().flatMap(Optional::stream).map(PairedComparison::p).toList());
    List<ColumnMatch> matches = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < rows.size(); i++) {
      double p = pairs.get(i).isPresent() ? adjusted.get(next++) : 1;
      matches.add(
          new ColumnMatch(
              outcome.apply(rows.get(i)), outcome.apply(others.get(i)), pairs.get(i), p));
    }
    return matches;
  }
}

package org.robustgrid.report.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.SeedResult;
import org.robustgrid.leaderboard.TestSet;
import org.robustgrid.leaderboard.analysis.AnalysisResult;
import org.robustgrid.leaderboard.analysis.Subject;
import org.robustgrid.leaderboard.analysis.Table;
import org.robustgrid.leaderboard.statistics.Bits;

/**
 * Accuracy of a board's rows on each class by itself, without attack and in the worst case: the
 * mean over seeds of the shares of the class's samples.
 *
 * @param row label of the row
 * @param name of the class
 * @param samples of the class that the row was evaluated on in the worst case
 * @param clean share that is right without attack
 * @param worst share that survives every attack; null without a worst case
 */
public record ClassAccuracy(String row, String name, int samples, Double clean, Double worst) {

  /** The largest number of classes of a readable table. */
  private static final int MOST_CLASSES = 20;

  /** By row, then class; nothing of a leaderboard without names of classes. */
  public static List<ClassAccuracy> of(Leaderboard leaderboard, Board board) {
    TestSet set = leaderboard.testSet(board);
    List<ClassAccuracy> all = new ArrayList<>();
    if (set.classNames() == null) {
      return all;
    }
    for (Row row : board.rows()) {
      for (int label = 0; label < set.classNames().size(); label++) {
        Bits evaluated =
            row.perSeed().stream()
                .map(SeedResult::worst)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        all.add(
            new ClassAccuracy(
                row.label(),
                set.classNames().get(label),
                members(set, label, evaluated == null ? set.size() : evaluated.length()),
                share(row, set, label, SeedResult::clean),
                share(row, set, label, SeedResult::worst)));
      }
    }
    return all;
  }

  private static int members(TestSet set, int label, int first) {
    return (int) set.labels().stream().limit(first).filter(l -> l == label).count();
  }

  /** The mean over seeds; null if one of them has no outcome, or the class no sample. */
  private static Double share(Row row, TestSet set, int label, Function<SeedResult, Bits> which) {
    double sum = 0;
    for (SeedResult seed : row.perSeed()) {
      Bits bits = which.apply(seed);
      int members = bits == null ? 0 : members(set, label, bits.length());
      if (members == 0) {
        return null;
      }
      int right = 0;
      for (int i = 0; i < bits.length(); i++) {
        right += bits.get(i) && set.labels().get(i) == label ? 1 : 0;
      }
      sum += (double) right / members;
    }
    return sum / row.perSeed().size();
  }

  /**
   * Two tables, drawn as results of analyses are; nothing on boards of minimum distance, which have
   * no worst case to show, and of data with many classes.
   */
  public static Optional<AnalysisResult> result(Leaderboard leaderboard, Board board) {
    List<ClassAccuracy> all = of(leaderboard, board);
    List<String> names = all.stream().map(ClassAccuracy::name).distinct().toList();
    boolean attacked = all.stream().anyMatch(accuracy -> accuracy.worst() != null);
    if (!attacked || names.size() > MOST_CLASSES || board.threatModel().minimumDistance()) {
      return Optional.empty();
    }
    return Optional.of(
        new AnalysisResult(
            "accuracy-by-class",
            "Accuracy by class",
            Subject.board(),
            List.of(),
            List.of(),
            List.of(
                table("In the worst case", all, board, ClassAccuracy::worst),
                table("Without attack", all, board, ClassAccuracy::clean)),
            List.of(),
            List.of(),
            List.of(),
            List.of()));
  }

  private static Table table(
      String name, List<ClassAccuracy> all, Board board, Function<ClassAccuracy, Double> which) {
    List<String> columns = new ArrayList<>(List.of("defense"));
    all.stream().map(ClassAccuracy::name).distinct().forEach(columns::add);
    List<List<String>> rows = new ArrayList<>();
    for (Row row : board.rows()) {
      List<String> cells = new ArrayList<>(List.of(row.label()));
      all.stream()
          .filter(accuracy -> accuracy.row().equals(row.label()))
          .map(which)
          .forEach(value -> cells.add(value == null ? "–" : Numerals.percent(value)));
      rows.add(cells);
    }
    return new Table(name, columns, rows);
  }
}

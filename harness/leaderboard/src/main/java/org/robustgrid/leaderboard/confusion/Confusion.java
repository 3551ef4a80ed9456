package org.robustgrid.leaderboard.confusion;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.Leaderboard.Rate;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.SeedResult;
import org.robustgrid.leaderboard.ThreatModelEntry;

/**
 * What a row's models took each class for in the worst case: a sample that survives every attack
 * counts for its own class, another for what the strongest attack that broke it made of it.
 *
 * @param dataset id of the data set
 * @param threatModel the board
 * @param row the row's label
 * @param classNames in the order of the classes
 * @param counts [classes, classes + 1], samples over all seeds by true class and prediction; the
 *     last column counts those that were taken for no class
 */
public record Confusion(
    String dataset,
    ThreatModelEntry threatModel,
    String row,
    List<String> classNames,
    List<List<Integer>> counts) {

  public Confusion {
    classNames = List.copyOf(classNames);
    counts = counts.stream().map(List::copyOf).toList();
    int columns = classNames.size() + 1;
    if (counts.size() != classNames.size()
        || counts.stream().anyMatch(line -> line.size() != columns)) {
      throw new IllegalArgumentException(
          "a confusion of " + classNames.size() + " classes has one row each of " + columns);
    }
  }

  /**
   * Counts a row's predictions.
   *
   * @param row with a worst case
   * @param labels the true class of each of the board's samples
   * @param predictions by attack, of each seed in turn; of a sample that was wrong without attack,
   *     the prediction without attack
   */
  public static Confusion of(
      Board board,
      Row row,
      List<Integer> labels,
      List<String> classNames,
      List<Map<String, List<Integer>>> predictions) {
    int classes = classNames.size();
    List<String> attacks = strongestFirst(row);
    int[][] counts = new int[classes][classes + 1];
    for (int s = 0; s < predictions.size(); s++) {
      SeedResult seed = row.perSeed().get(s);
      for (int i = 0; i < seed.worst().length(); i++) {
        int label = labels.get(i);
        int taken = seed.worst().get(i) ? label : broken(attacks, predictions.get(s), i, label);
        counts[label][taken < 0 || taken >= classes ? classes : taken]++;
      }
    }
    List<List<Integer>> lists = new ArrayList<>();
    for (int[] line : counts) {
      lists.add(Arrays.stream(line).boxed().toList());
    }
    return new Confusion(board.dataset(), board.threatModel(), row.label(), classNames, lists);
  }

  private static List<String> strongestFirst(Row row) {
    return row.attacks().entrySet().stream()
        .sorted(
            Comparator.<Map.Entry<String, Rate>>comparingDouble(entry -> entry.getValue().rate())
                .thenComparing(Map.Entry::getKey))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** What the first attack that broke a sample made of it; −1 if it is no other class. */
  private static int broken(
      List<String> attacks, Map<String, List<Integer>> predictions, int sample, int label) {
    return attacks.stream()
        .map(attack -> predictions.get(attack).get(sample))
        .filter(predicted -> predicted != label)
        .findFirst()
        .orElse(-1);
  }

  /** How many samples, over all seeds. */
  public int total() {
    return counts.stream().mapToInt(Confusion::sum).sum();
  }

  /** How many samples of a class. */
  public int of(int label) {
    return sum(counts.get(label));
  }

  /** Whether some sample was taken for no class. */
  public boolean abstains() {
    return counts.stream().anyMatch(line -> line.get(classNames.size()) > 0);
  }

  private static int sum(List<Integer> line) {
    return line.stream().mapToInt(Integer::intValue).sum();
  }
}

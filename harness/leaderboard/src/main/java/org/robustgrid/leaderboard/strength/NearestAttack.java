package org.robustgrid.leaderboard.strength;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.Leaderboard.Rate;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.SeedResult;
import org.robustgrid.leaderboard.statistics.Intervals;

/**
 * An attack on a row of a board of minimum distance.
 *
 * @param row its label
 * @param attack its label
 * @param passes forward and backward, per attacked sample, in the mean over seeds
 * @param samples the first samples that every attack was run on
 * @param nearest share of them of which it found an image nearer than any other attack's, in the
 *     mean over seeds
 */
public record NearestAttack(String row, String attack, double passes, int samples, Rate nearest) {

  /** By row, then attack; of rows with distances of two attacks or more. */
  public static List<NearestAttack> of(Board board) {
    List<NearestAttack> all = new ArrayList<>();
    for (Row row : board.rows()) {
      TreeSet<String> attacks = new TreeSet<>(row.attacks().keySet());
      boolean stated = StrengthCount.countable(row, attacks);
      if (stated
          && attacks.size() > 1
          && row.perSeed().stream().allMatch(s -> s.distances() != null)) {
        attacks.forEach(attack -> all.add(of(row, attack)));
      }
    }
    return all;
  }

  private static NearestAttack of(Row row, String attack) {
    int samples =
        row.perSeed().stream().mapToInt(seed -> seed.worst().length()).min().orElseThrow();
    double count = 0;
    double passes = 0;
    for (SeedResult seed : row.perSeed()) {
      for (int sample = 0; sample < samples; sample++) {
        count += nearest(seed, attack, sample) ? 1 : 0;
      }
      passes +=
          seed.cells().get(attack).passes().forward()
              + seed.cells().get(attack).passes().backward();
    }
    count /= row.perSeed().size();
    return new NearestAttack(
        row.label(),
        attack,
        passes / row.perSeed().size(),
        samples,
        new Rate(count / samples, Intervals.wilson(count, samples, Intervals.CONFIDENCE), null));
  }

  /** A sample that an attack did not break has no distance. */
  private static boolean nearest(SeedResult seed, String attack, int sample) {
    Double own = seed.distances().get(attack).get(sample);
    return own != null
        && seed.distances().entrySet().stream()
            .filter(other -> !other.getKey().equals(attack))
            .map(other -> other.getValue().get(sample))
            .allMatch(other -> other == null || own < other);
  }
}

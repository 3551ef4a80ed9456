package org.robustgrid.report.text;

import java.util.List;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.Leaderboard.Cell;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.SeedResult;
import org.robustgrid.leaderboard.analysis.Table;
import org.robustgrid.leaderboard.statistics.Interval;
import org.robustgrid.leaderboard.statistics.Intervals;

/**
 * How often attacks of a targeted board reach their targets: of all pairs of a sample that is right
 * without attack and a target that was tried from it.
 */
public final class Targets {

  private Targets() {}

  /**
   * Targets reached, of those tried, over all seeds.
   *
   * @param samples they were tried from, in the mean of the seeds: neither seeds nor several
   *     targets make more of them
   */
  private record Count(long tried, long reached, double samples) {}

  private static Count count(Row row, String attack) {
    long tried = 0;
    long reached = 0;
    double samples = 0;
    for (SeedResult seed : row.perSeed()) {
      Cell cell = seed.cells() == null ? null : seed.cells().get(attack);
      if (cell != null && cell.tried() != null && cell.reached() != null) {
        tried += cell.tried();
        reached += cell.reached();
        int attacked = seed.attacks().get(attack).length();
        samples += seed.clean().first(attacked).count();
      }
    }
    return new Count(tried, reached, samples / Math.max(1, row.perSeed().size()));
  }

  /** {@code 37.2 % [34.1, 40.4] (335 of 900)}; empty if no target was tried. */
  public static String words(Row row, String attack) {
    Count count = count(row, attack);
    if (count.tried() == 0) {
      return "";
    }
    double rate = count.reached() / (double) count.tried();
    int samples = (int) Math.max(1, Math.rint(count.samples()));
    Interval interval = Intervals.wilson(rate * samples, samples, Intervals.CONFIDENCE);
    return Numerals.percent(rate)
        + " ["
        + Numerals.points(interval.low())
        + ", "
        + Numerals.points(interval.high())
        + "] ("
        + count.reached()
        + " of "
        + count.tried()
        + ")";
  }

  /** How many targets were tried and how many reached; empty texts where none was tried. */
  public static List<String> counts(Row row, String attack) {
    Count count = count(row, attack);
    return count.tried() == 0
        ? List.of("", "")
        : List.of(Long.toString(count.tried()), Long.toString(count.reached()));
  }

  /** A line for each row of a targeted board, a column for each attack. */
  public static Table table(Board board) {
    return AttackTable.of(
        "Targets reached, of those tried from samples that are right",
        board,
        Outcome.attacks(board),
        Targets::words);
  }
}

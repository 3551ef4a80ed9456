package org.robustgrid.leaderboard;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.robustgrid.leaderboard.Leaderboard.Flag;
import org.robustgrid.leaderboard.Provenance.AttackSetting;

/** Flags rows whose evaluation shows a sign of unreliability, and sorts them behind the others. */
public final class Reliability {

  private final List<Check> checks;
  private final AttackOrder order;

  /**
   * Flags of a grid's rows.
   *
   * @param attacks of the grid, by label
   */
  Reliability(List<Check> checks, Map<String, AttackSetting> attacks) {
    this.checks = List.copyOf(checks);
    this.order = new AttackOrder(attacks);
  }

  /** The flags that a leaderboard of this provenance shows. */
  public static Reliability of(Provenance provenance) {
    return new Reliability(
        provenance.checks().names().stream().flatMap(name -> Check.of(name).stream()).toList(),
        provenance.attacks());
  }

  /**
   * The best worst case first, on boards of minimum distance the largest median; upper bounds after
   * what was measured, and what failed last.
   */
  private static final Comparator<Row> ORDER =
      Comparator.comparing((Row row) -> row.worst() == null)
          .thenComparing(Row::unreliable)
          .thenComparing(row -> -nearness(row, false))
          .thenComparing(row -> -nearness(row, true))
          .thenComparing(row -> row.worst() == null ? 0 : -row.worst().rate())
          .thenComparing(Row::label);

  /** The median distance of a row, or the mean one; the same for all without distances. */
  private static double nearness(Row row, boolean mean) {
    if (row.distances() == null || row.distances().worst() == null) {
      return 0;
    }
    Distance worst = row.distances().worst();
    Double figure = mean ? worst.mean() : worst.median();
    return figure == null ? Double.POSITIVE_INFINITY : figure;
  }

  /** The same boards, their rows flagged and sorted. */
  public List<Board> flag(List<Board> boards) {
    List<Board> flagged = new ArrayList<>();
    for (Board board : boards) {
      List<Row> rows = new ArrayList<>();
      for (Row row : board.rows()) {
        rows.add(with(row, flags(boards, board, row)));
      }
      rows.sort(ORDER);
      flagged.add(board.withRows(rows));
    }
    return flagged;
  }

  private static Row with(Row row, List<Flag> further) {
    List<Flag> flags = new ArrayList<>(row.flags());
    flags.addAll(further);
    return row.withFlags(flags);
  }

  /** The flags of a row that checks gave it. */
  List<Flag> flags(List<Board> boards, Board board, Row row) {
    List<Flag> flags = new ArrayList<>(Sign.flags(signs(boards, board, row)));
    for (SeedResult seed : row.perSeed()) {
      flags.addAll(EvidenceSigns.notRun(seed, who(seed)));
    }
    return flags;
  }

  private static String who(SeedResult seed) {
    return "seed " + seed.seed() + ": ";
  }

  /** All that a row is tested for on a board, whether it speaks against the evaluation or not. */
  List<Sign> signs(List<Board> boards, Board board, Row row) {
    List<Sign> signs = new ArrayList<>();
    if (checks.contains(Check.LARGER_EPSILON_HELPS)) {
      signs.addAll(LargerEpsilon.signs(boards, board, row, order::takesOneStep));
    }
    for (SeedResult seed : row.perSeed()) {
      String who = who(seed);
      if (checks.contains(Check.SINGLE_STEP_WINS)) {
        signs.addAll(order.singleStep(seed, who));
      }
      signs.addAll(EvidenceSigns.of(seed, who));
    }
    return signs;
  }
}

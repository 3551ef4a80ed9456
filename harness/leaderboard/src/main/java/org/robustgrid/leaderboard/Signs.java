package org.robustgrid.leaderboard;

import java.util.List;
import org.robustgrid.leaderboard.Leaderboard.Flag;

/** Repeats the tests of all checks from a leaderboard's outcome bits and evidence. */
public final class Signs {

  private final List<Board> boards;
  private final Reliability reliability;

  /** Of the rows of a leaderboard. */
  public Signs(Leaderboard leaderboard) {
    this.boards = leaderboard.boards();
    this.reliability = Reliability.of(leaderboard.provenance());
  }

  /** All that a row is tested for on a board, whether it speaks against the evaluation or not. */
  public List<Sign> of(Board board, Row row) {
    return reliability.signs(boards, board, asBuilt(row));
  }

  /** The same of one of its seeds. */
  public List<Sign> of(Board board, Row row, SeedResult seed) {
    return of(board, row.ofSeeds(List.of(seed)));
  }

  /** The flags that checks give a row. */
  List<Flag> flags(Board board, Row row) {
    return reliability.flags(boards, board, asBuilt(row));
  }

  /** Whether a flag comes of a check, and so can be found again. */
  static boolean isOfCheck(Flag flag) {
    return flag.kind().equals(EvidenceSigns.NOT_RUN) || flag.evidence() != null;
  }

  /** The row as it was before checks flagged it. */
  private static Row asBuilt(Row row) {
    return row.withFlags(row.flags().stream().filter(flag -> !isOfCheck(flag)).toList());
  }
}

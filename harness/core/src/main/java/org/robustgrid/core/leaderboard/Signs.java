package org.robustgrid.core.leaderboard;

import java.util.List;
import java.util.Map;
import org.robustgrid.core.leaderboard.Leaderboard.Board;
import org.robustgrid.core.leaderboard.Leaderboard.Flag;
import org.robustgrid.core.leaderboard.Leaderboard.Row;
import org.robustgrid.core.leaderboard.Leaderboard.SeedResult;
import org.robustgrid.core.leaderboard.Provenance.AttackSetting;
import org.robustgrid.core.leaderboard.Provenance.CheckSetting;
import org.robustgrid.core.plan.Check;
import org.robustgrid.core.plan.PlannedAttack;
import org.robustgrid.core.plan.PlannedChecks;
import org.robustgrid.core.plan.PlannedPlugin;

/** Tests a leaderboard's rows anew for what checks tell, out of its outcome bits and evidence. */
public final class Signs {

  private final List<Board> boards;
  private final Reliability reliability;

  /** Of the rows of a leaderboard. */
  public Signs(Leaderboard leaderboard) {
    this.boards = leaderboard.boards();
    Provenance provenance = leaderboard.provenance();
    this.reliability = new Reliability(checks(provenance.checks()), attacks(provenance.attacks()));
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
    return flag.kind().equals(EvidenceSigns.NOT_RUN) || Check.of(flag.kind()).isPresent();
  }

  /** The row as it was before checks flagged it. */
  private static Row asBuilt(Row row) {
    return row.withFlags(row.flags().stream().filter(flag -> !isOfCheck(flag)).toList());
  }

  private static PlannedChecks checks(CheckSetting setting) {
    return new PlannedChecks(
        setting.names().stream().flatMap(name -> Check.of(name).stream()).toList(),
        setting.samples(),
        null,
        null);
  }

  private static List<PlannedAttack> attacks(Map<String, AttackSetting> settings) {
    return settings.entrySet().stream()
        .map(
            entry ->
                new PlannedAttack(
                    new PlannedPlugin(
                        entry.getValue().attack(),
                        entry.getKey(),
                        entry.getValue().parameters(),
                        Map.of(),
                        "",
                        ""),
                    entry.getValue().norms(),
                    entry.getValue().access(),
                    entry.getValue().samples()))
        .toList();
  }
}

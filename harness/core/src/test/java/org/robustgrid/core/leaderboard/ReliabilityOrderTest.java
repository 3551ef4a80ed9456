package org.robustgrid.core.leaderboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.robustgrid.core.leaderboard.Leaderboard.Flag;
import org.robustgrid.core.leaderboard.Leaderboard.Row;
import org.robustgrid.core.plan.GridPlan;
import org.robustgrid.core.plan.Grids;

class ReliabilityOrderTest {

  private static final FlagEvidence EVIDENCE = new FlagEvidence(4, List.of(0, 1), 0.001);

  private static Row flagged(Row row, String kind) {
    return row.withFlags(List.of(new Flag(kind, "", "found", EVIDENCE)));
  }

  @Test
  void anUpperBoundStandsBelowWhatWasMeasuredWhicheverIsHigher() {
    Row low = Boards.row("low", "1000");
    Row high = Boards.row("high", "1110");
    Row hidden = flagged(Boards.row("hidden", "1111"), "zero-gradient");
    Row constant = flagged(Boards.row("constant", "1100"), "constant-model");
    GridPlan plan = Grids.plan(Grids.SMALL);
    List<Leaderboard.Board> sorted =
        new Reliability(plan.checks(), plan.attacks())
            .flag(List.of(Boards.board("linf", 0.1, hidden, low, constant, high)));
    assertThat(sorted.get(0).rows())
        .extracting(Row::label)
        .containsExactly("high", "constant", "low", "hidden");
  }
}

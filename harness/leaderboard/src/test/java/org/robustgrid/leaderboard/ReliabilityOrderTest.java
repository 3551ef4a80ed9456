package org.robustgrid.leaderboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.robustgrid.leaderboard.Leaderboard.Flag;

class ReliabilityOrderTest {

  private static final FlagEvidence EVIDENCE = new FlagEvidence(4, List.of(0, 1), 0.001);

  private static Row flagged(Row row, String kind) {
    return row.withFlags(List.of(new Flag(kind, "", "found", EVIDENCE)));
  }

  @Test
  void an_upper_bound_is_listed_below_measured_rows_whichever_is_higher() {
    Row low = Boards.row("low", "1000");
    Row high = Boards.row("high", "1110");
    Row hidden = flagged(Boards.row("hidden", "1111"), "zero-gradient");
    Row constant =
        Boards.row("constant", "1100")
            .withFlags(
                List.of(
                    new Flag(
                        "constant-model",
                        "",
                        "found",
                        new FlagEvidence(4, List.of(0, 1), 0.001, true))));
    List<Board> sorted =
        new Reliability(List.of(Check.values()), Map.of())
            .flag(List.of(Boards.board("linf", 0.1, hidden, low, constant, high)));
    assertThat(sorted.get(0).rows())
        .extracting(Row::label)
        .containsExactly("high", "constant", "low", "hidden");
  }
}

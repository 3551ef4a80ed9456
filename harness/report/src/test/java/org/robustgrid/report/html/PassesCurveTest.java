package org.robustgrid.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.robustgrid.leaderboard.Leaderboard.Cell;
import org.robustgrid.leaderboard.Leaderboard.Passes;
import org.robustgrid.leaderboard.Leaderboard.Rate;
import org.robustgrid.leaderboard.Leaderboard.Row;
import org.robustgrid.leaderboard.Leaderboard.SeedResult;
import org.robustgrid.leaderboard.statistics.Bits;
import org.robustgrid.report.html.PassesCurve.Point;

class PassesCurveTest {

  private static Cell cell(double passes) {
    return new Cell("key", "complete", null, new Passes(passes, passes), null);
  }

  private static Row row(Rate worst, Map<String, Cell> cells) {
    SeedResult seed =
        new SeedResult(
            0,
            "hash",
            Bits.of("1110"),
            Map.of("cheap", Bits.of("0110"), "dear", Bits.of("1100")),
            Bits.of("0100"),
            null,
            cells,
            null);
    Rate half = new Rate(0.5, 0, 1, null);
    return new Row(
        "trades",
        "trades",
        "cnn",
        Map.of(),
        List.of(0L),
        "complete",
        new Rate(0.75, 0, 1, null),
        Map.of("dear", half, "cheap", half),
        worst,
        null,
        null,
        null,
        List.of(),
        List.of(seed),
        Map.of());
  }

  @Test
  void attacks_come_by_cost_and_leave_what_survives_all_so_far() {
    Row row = row(new Rate(0.25, 0, 1, null), Map.of("dear", cell(50), "cheap", cell(1)));
    PassesCurve curve = PassesCurve.of(row).orElseThrow();
    assertThat(curve.clean()).isEqualTo(0.75);
    assertThat(curve.points())
        .containsExactly(new Point("cheap", 2, 0.5, 0.5), new Point("dear", 100, 0.5, 0.25));
  }

  @Test
  void a_row_without_a_worst_case_has_no_curve() {
    assertThat(PassesCurve.of(row(null, Map.of("dear", cell(50), "cheap", cell(1))))).isEmpty();
  }

  @Test
  void an_attack_whose_passes_were_not_counted_leaves_no_curve() {
    assertThat(PassesCurve.of(row(new Rate(0.25, 0, 1, null), Map.of("dear", cell(50))))).isEmpty();
  }
}

package org.robustgrid.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.robustgrid.leaderboard.Leaderboard.Cell;
import org.robustgrid.leaderboard.Leaderboard.Passes;
import org.robustgrid.leaderboard.Leaderboard.Rate;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.SeedResult;
import org.robustgrid.leaderboard.State;
import org.robustgrid.leaderboard.statistics.Bits;
import org.robustgrid.leaderboard.statistics.Interval;
import org.robustgrid.report.html.PassesCurve.Point;

class PassesCurveTest {

  private static Cell cell(double passes) {
    return new Cell("key", State.COMPLETE, null, new Passes(passes, passes), null);
  }

  private static Row row(Rate worst, Map<String, Cell> cells) {
    SeedResult seed =
        SeedResult.builder(0, "hash")
            .clean(Bits.of("1110"))
            .attacks(Map.of("cheap", Bits.of("0110"), "dear", Bits.of("1100")))
            .worst(Bits.of("0100"))
            .cells(cells)
            .build();
    Rate half = new Rate(0.5, new Interval(0, 1), null);
    return Row.builder("trades", "trades")
        .architecture("cnn")
        .seeds(List.of(0L))
        .clean(new Rate(0.75, new Interval(0, 1), null))
        .attacks(Map.of("dear", half, "cheap", half))
        .worst(worst)
        .perSeed(List.of(seed))
        .build();
  }

  @Test
  void attacks_come_by_cost_and_leave_what_survives_all_so_far() {
    Row row =
        row(new Rate(0.25, new Interval(0, 1), null), Map.of("dear", cell(50), "cheap", cell(1)));
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
    assertThat(
            PassesCurve.of(row(new Rate(0.25, new Interval(0, 1), null), Map.of("dear", cell(50)))))
        .isEmpty();
  }
}

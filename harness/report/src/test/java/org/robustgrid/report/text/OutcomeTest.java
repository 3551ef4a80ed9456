package org.robustgrid.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.robustgrid.leaderboard.Leaderboard.Cell;
import org.robustgrid.leaderboard.Leaderboard.Rate;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.SeedResult;
import org.robustgrid.leaderboard.State;
import org.robustgrid.leaderboard.statistics.Interval;

class OutcomeTest {

  private static final Rate RATE = new Rate(0.5, new Interval(0.4, 0.6), null);

  private static Row row(State status, Rate clean, Rate worst, Map<String, Cell> cells) {
    return row(status, clean, worst, cells, Map.of("pgd", RATE));
  }

  private static Row row(
      State status, Rate clean, Rate worst, Map<String, Cell> cells, Map<String, Rate> attacks) {
    return Row.builder("row", "trades")
        .architecture("mlp")
        .seeds(List.of(0L))
        .status(status)
        .clean(clean)
        .attacks(attacks)
        .worst(worst)
        .perSeed(List.of(SeedResult.builder(0, null).cells(cells).build()))
        .build();
  }

  @Test
  void a_rate_is_shown_where_there_is_one() {
    assertThat(Outcome.under(row(State.COMPLETE, RATE, RATE, Map.of()), "pgd"))
        .isEqualTo(new Outcome.Measured(RATE));
  }

  @Test
  void a_failed_cell_makes_its_attack_and_the_worst_case_failed() {
    Map<String, Cell> cells =
        Map.of("apgd", new Cell("k", State.FAILED, "left the ball", null, null));
    Row row = row(State.FAILED, RATE, null, cells);
    assertThat(Outcome.under(row, "apgd")).isEqualTo(new Outcome.Failed("left the ball"));
    assertThat(Outcome.worst(row)).isEqualTo(new Outcome.Failed("left the ball"));
  }

  @Test
  void an_attack_that_never_ran_is_not_finished() {
    Row row = row(State.INCOMPLETE, RATE, null, Map.of());
    assertThat(Outcome.under(row, "apgd")).isEqualTo(new Outcome.Missing());
    assertThat(Outcome.worst(row)).isEqualTo(new Outcome.Missing());
  }

  @Test
  void a_row_that_nothing_attacked_is_not_attacked() {
    Outcome worst = Outcome.worst(row(State.COMPLETE, RATE, null, Map.of(), Map.of()));
    assertThat(worst).isEqualTo(new Outcome.NotAttacked());
    assertThat(worst.word()).isEqualTo("not attacked");
  }

  @Test
  void a_row_that_failed_before_it_was_measured_failed_under_every_attack() {
    Row row = row(State.FAILED, null, null, Map.of());
    assertThat(Outcome.clean(row)).isInstanceOf(Outcome.Failed.class);
    assertThat(Outcome.under(row, "apgd")).isInstanceOf(Outcome.Failed.class);
    assertThat(Outcome.worst(row)).isInstanceOf(Outcome.Failed.class);
  }
}

package org.robustgrid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** On committed leaderboards. */
class StrengthCommandTest {

  @Test
  void boards_are_shown_with_what_attacks_break_and_the_best_order() {
    CommandRun run = CommandRun.of("strength", "../../leaderboards/quick-start/leaderboard.json");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("What attacks break:", "The best order", "What each row has left")
        .contains("apgd", "per 1,000 passes");
  }

  @Test
  void a_board_of_one_attack_says_so() {
    CommandRun run = CommandRun.of("strength", "../../leaderboards/goals/leaderboard.json");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("no row has results of two attacks");
  }
}

package org.robustgrid.leaderboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.robustgrid.leaderboard.Leaderboard.Flag;

class LargerEpsilonTest {

  private static String bits(int robust, int of) {
    return "1".repeat(robust) + "0".repeat(of - robust);
  }

  private static List<Flag> flags(Board larger, Board... smaller) {
    return flags("none", larger, smaller);
  }

  private static List<Flag> flags(String oneStep, Board larger, Board... smaller) {
    return Sign.flags(
        LargerEpsilon.signs(
            List.of(smaller), larger, larger.rows().get(0), attack -> attack.equals(oneStep)));
  }

  private static List<Flag> flags(String small, String large) {
    Board smaller = Boards.board("linf", 0.1, Boards.row("a", small));
    Board larger = Boards.board("linf", 0.2, Boards.row("a", large));
    return flags(larger, smaller);
  }

  @Test
  void a_row_that_gains_in_a_larger_ball_is_flagged_for_the_attack_and_for_the_worst_case() {
    List<Flag> flags = flags(bits(20, 100), bits(40, 100));
    assertThat(flags).extracting(Flag::kind).containsOnly("larger-epsilon-helps");
    assertThat(flags).extracting(Flag::attack).containsExactly("", "pgd");
    assertThat(flags.get(0).message())
        .contains("20 samples broken at epsilon 0.1 survive at 0.2", "0 the other way");
    assertThat(flags.get(0).evidence().samples()).hasSize(20).startsWith(20, 21);
  }

  @Test
  void an_attack_of_one_step_may_miss_in_a_larger_ball_what_it_finds_in_a_smaller_one() {
    Board smaller = Boards.board("linf", 0.1, Boards.row("a", bits(20, 100)));
    Board larger = Boards.board("linf", 0.2, Boards.row("a", bits(40, 100)));
    assertThat(flags("pgd", larger, smaller)).extracting(Flag::attack).containsExactly("");
  }

  @Test
  void a_row_that_loses_is_not() {
    assertThat(flags(bits(40, 100), bits(20, 100))).isEmpty();
  }

  @Test
  void what_chance_explains_is_not() {
    assertThat(flags(bits(20, 100), bits(23, 100))).isEmpty();
  }

  @Test
  void samples_that_change_both_ways_count_against_each_other() {
    String small = "1".repeat(10) + "0".repeat(12);
    String large = "0".repeat(10) + "1".repeat(12);
    assertThat(flags(small, large)).isEmpty();
  }

  @Test
  void of_several_smaller_balls_the_clearest_is_named() {
    Board larger = Boards.board("linf", 0.2, Boards.row("a", bits(60, 100)));
    Board small = Boards.board("linf", 0.1, Boards.row("a", bits(40, 100)));
    Board smallest = Boards.board("linf", 0.05, Boards.row("a", bits(20, 100)));
    assertThat(flags(larger, small, smallest))
        .filteredOn(flag -> flag.attack().isEmpty())
        .singleElement()
        .extracting(Flag::message)
        .asString()
        .contains("epsilon 0.05");
  }

  @Test
  void another_norm_is_another_ball() {
    Board smaller = Boards.board("l2", 0.1, Boards.row("a", bits(20, 100)));
    Board larger = Boards.board("linf", 0.2, Boards.row("a", bits(60, 100)));
    assertThat(flags(larger, smaller)).isEmpty();
  }
}

package org.robustgrid.leaderboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.robustgrid.leaderboard.Leaderboard.Rank;
import org.robustgrid.leaderboard.statistics.Bits;

class RankIntervalsTest {

  private static String first(int right) {
    return "1".repeat(right) + "0".repeat(40 - right);
  }

  private static List<Rank> worst(Row... rows) {
    return RankIntervals.of(List.of(rows)).stream()
        .map(row -> row.worst() == null ? null : row.worst().rank())
        .toList();
  }

  @Test
  void rows_that_differ_significantly_have_one_rank_each() {
    assertThat(
            worst(
                Boards.row("a", first(36)), Boards.row("b", first(22)), Boards.row("c", first(8))))
        .containsExactly(new Rank(1, 1), new Rank(2, 2), new Rank(3, 3));
  }

  @Test
  void rows_that_do_not_differ_significantly_share_their_ranks() {
    assertThat(worst(Boards.row("a", first(30)), Boards.row("b", first(29))))
        .containsExactly(new Rank(1, 2), new Rank(1, 2));
  }

  @Test
  void rows_without_a_significant_difference_are_not_tied() {
    // a from b by 5 samples and b from c by 5: p 0.06; a from c by 10: p 0.002
    assertThat(
            worst(
                Boards.row("a", first(30)), Boards.row("b", first(25)), Boards.row("c", first(20))))
        .containsExactly(new Rank(1, 2), new Rank(1, 3), new Rank(2, 3));
  }

  @Test
  void a_row_without_a_worst_case_has_no_rank_and_takes_none() {
    SeedResult failed = SeedResult.builder(0, "w").clean(Bits.of("1".repeat(40))).build();
    assertThat(worst(Boards.row("a", first(30)), Boards.row("broken", List.of(failed))))
        .containsExactly(new Rank(1, 1), null);
  }

  @Test
  void every_column_has_ranks_of_its_own() {
    Row row =
        RankIntervals.of(List.of(Boards.row("a", first(36)), Boards.row("b", first(8)))).get(1);
    assertThat(row.attacks().get("pgd").rank()).isEqualTo(new Rank(2, 2));
    assertThat(row.clean().rank()).isEqualTo(new Rank(1, 2));
  }

  @Test
  void nothing_but_the_ranks_is_changed() {
    Row row = Boards.row("a", first(36));
    Row ranked = RankIntervals.of(List.of(row)).get(0);
    assertThat(ranked)
        .usingRecursiveComparison()
        .ignoringFields("clean.rank", "worst.rank", "attacks")
        .isEqualTo(row);
  }

  @Test
  void trainings_that_scatter_widen_the_ranks() {
    Row high = Boards.row("a", first(30), first(18), first(24));
    Row low = Boards.row("b", first(14), first(26), first(20));
    assertThat(worst(high, low)).containsExactly(new Rank(1, 2), new Rank(1, 2));
  }
}

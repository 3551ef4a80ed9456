package org.robustgrid.leaderboard.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.robustgrid.base.UserException;
import org.robustgrid.base.files.PrettyJson;
import org.robustgrid.leaderboard.Boards;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.Leaderboard.Rate;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.SeedResult;
import org.robustgrid.leaderboard.compare.Comparison.BoardComparison;
import org.robustgrid.leaderboard.compare.Comparison.Missing;
import org.robustgrid.leaderboard.compare.Comparison.Pair;
import org.robustgrid.leaderboard.statistics.Bits;
import org.robustgrid.leaderboard.statistics.Holm;
import org.robustgrid.leaderboard.statistics.Interval;
import org.robustgrid.leaderboard.statistics.McNemar;

class LeaderboardComparisonTest {

  private static final String STRONG = "1".repeat(18) + "00";
  private static final String MIDDLE = "1".repeat(12) + "0".repeat(7) + "1";
  private static final String WEAK = "1".repeat(5) + "0".repeat(15);

  private static final Leaderboard LEADERBOARD =
      Boards.of(
          Boards.row("strong", STRONG), Boards.row("middle", MIDDLE), Boards.row("weak", WEAK));

  private static List<Pair> worst(Leaderboard leaderboard, String... rows) {
    return LeaderboardComparison.of(leaderboard, List.of(rows)).boards().get(0).pairs().stream()
        .filter(pair -> pair.measure().equals("worst"))
        .toList();
  }

  @Test
  void no_rows_named_are_all_pairs_in_the_boards_order() {
    assertThat(worst(LEADERBOARD))
        .extracting(pair -> pair.first() + " " + pair.second())
        .containsExactly("strong middle", "strong weak", "middle weak");
  }

  @Test
  void the_worst_case_comes_first_then_attacks_then_clean() {
    BoardComparison board =
        LeaderboardComparison.of(LEADERBOARD, List.of("weak", "strong")).boards().get(0);
    assertThat(board.pairs())
        .extracting(pair -> pair.measure() + " " + pair.attack())
        .containsExactly("worst ", "attack pgd", "clean ");
  }

  private static Row certified(Row row, Map<String, String> bits) {
    SeedResult seed = row.perSeed().get(0);
    Map<String, Rate> rates = new TreeMap<>();
    Map<String, Bits> read = new TreeMap<>();
    bits.forEach(
        (radius, text) -> {
          rates.put(radius, new Rate(0.5, new Interval(0, 1), null));
          read.put(radius, Bits.of(text));
        });
    return row.toBuilder()
        .certified(rates)
        .certifiedSamples(bits.get("0.5").length())
        .perSeed(
            List.of(
                SeedResult.builder(0, seed.weightHash())
                    .clean(seed.clean())
                    .attacks(seed.attacks())
                    .worst(seed.worst())
                    .certified(read)
                    .cells(seed.cells())
                    .build()))
        .build();
  }

  @Test
  void certificates_are_paired_sample_by_sample_at_each_radius_once_per_data_set() {
    Row strong =
        certified(
            Boards.row("strong", STRONG),
            Map.of("10", "0000000000", "2", "1111110000", "0.5", "1111111111"));
    Row middle =
        certified(
            Boards.row("middle", MIDDLE),
            Map.of("10", "0000000000", "2", "0000000001", "0.5", "1111111000"));
    Row weak = Boards.row("weak", WEAK);
    Comparison comparison =
        LeaderboardComparison.of(
            Boards.of(
                Boards.board("linf", 0.1, strong, middle, weak),
                Boards.board("l2", 0.5, strong, middle, weak)),
            List.of());
    List<Pair> pairs =
        comparison.boards().get(0).pairs().stream()
            .filter(pair -> pair.measure().equals("certified"))
            .toList();
    assertThat(pairs)
        .extracting(pair -> pair.attack() + " " + pair.first() + " " + pair.second())
        .containsExactly("0.5 strong middle", "2 strong middle", "10 strong middle");
    Pair at2 = pairs.get(1);
    assertThat(at2.samples()).isEqualTo(10);
    assertThat(at2.difference().estimate()).isCloseTo(0.5, within(1e-12));
    assertThat(at2.p()).isEqualTo(McNemar.twoSided(6, 1));
    assertThat(at2.onlySecondSamples()).containsExactly(109);
    assertThat(comparison.boards().get(0).missing()).isEmpty();
    assertThat(comparison.boards().get(1).pairs())
        .noneMatch(pair -> pair.measure().equals("certified"));
  }

  @Test
  void rows_stand_in_the_order_named() {
    Pair pair = worst(LEADERBOARD, "weak", "strong").get(0);
    assertThat(pair.first()).isEqualTo("weak");
    assertThat(pair.difference().estimate()).isNegative();
    assertThat(pair.better()).isEqualTo("strong");
  }

  @Test
  void a_pair_shows_the_samples_behind_it_by_their_ids() {
    Pair pair = worst(LEADERBOARD, "strong", "middle").get(0);
    assertThat(pair.onlyFirstSamples()).containsExactly(112, 113, 114, 115, 116, 117);
    assertThat(pair.onlySecondSamples()).containsExactly(119);
    assertThat(pair.onlyFirst()).isEqualTo(6);
    assertThat(pair.p()).isEqualTo(McNemar.twoSided(6, 1));
    assertThat(pair.test()).isEqualTo("mcnemar");
  }

  @Test
  void holm_corrects_over_the_pairs_of_a_column() {
    List<Pair> pairs = worst(LEADERBOARD);
    assertThat(pairs.stream().map(Pair::adjusted).toList())
        .isEqualTo(Holm.adjust(pairs.stream().map(Pair::p).toList()));
    assertThat(pairs.get(1).adjusted()).isGreaterThan(pairs.get(1).p());
  }

  @Test
  void a_row_on_fewer_samples_is_paired_on_those_it_has() {
    Leaderboard leaderboard =
        Boards.of(Boards.row("all", STRONG), Boards.row("some", STRONG.substring(0, 7)));
    Pair pair = worst(leaderboard).get(0);
    assertThat(pair.samples()).isEqualTo(7);
    assertThat(pair.firstRate()).isEqualTo(1);
    assertThat(pair.difference().estimate()).isZero();
  }

  @Test
  void several_seeds_are_compared_over_seeds_and_samples() {
    Leaderboard leaderboard =
        Boards.of(Boards.row("a", STRONG, MIDDLE, STRONG), Boards.row("b", WEAK, WEAK, MIDDLE));
    Pair pair = worst(leaderboard).get(0);
    assertThat(pair.test()).isEqualTo("two-level");
    assertThat(pair.seeds().first().seeds()).isEqualTo(3);
    assertThat(pair.seeds().first().spread()).isPositive();
    assertThat(pair.seeds().second().seeds()).isEqualTo(3);
  }

  @Test
  void a_row_without_results_is_left_out_and_named() {
    SeedResult failed = SeedResult.builder(0, "w").clean(Bits.of("1".repeat(20))).build();
    Leaderboard leaderboard =
        Boards.of(
            Boards.row("strong", STRONG),
            Boards.row("weak", WEAK),
            Boards.row("broken", List.of(failed)));
    BoardComparison board = LeaderboardComparison.of(leaderboard, List.of()).boards().get(0);
    assertThat(board.missing())
        .containsExactly(
            new Missing("broken", "worst", ""), new Missing("broken", "attack", "pgd"));
    assertThat(worst(leaderboard)).hasSize(1);
  }

  @Test
  void an_unknown_row_is_refused_with_those_there_are() {
    assertThatThrownBy(() -> LeaderboardComparison.of(LEADERBOARD, List.of("strong", "storng")))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("'storng'")
        .hasMessageContaining("strong, middle, weak");
  }

  @Test
  void a_run_without_results_is_nothing_to_compare() {
    SeedResult none = SeedResult.builder(0, null).build();
    Leaderboard leaderboard =
        Boards.of(Boards.row("a", List.of(none)), Boards.row("b", List.of(none)));
    assertThatThrownBy(() -> LeaderboardComparison.of(leaderboard, List.of()))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("nothing to compare");
  }

  @Test
  void one_row_alone_or_twice_is_no_comparison() {
    for (List<String> rows : List.of(List.of("weak"), List.of("weak", "weak"))) {
      assertThatThrownBy(() -> LeaderboardComparison.of(LEADERBOARD, rows))
          .isInstanceOf(UserException.class)
          .hasMessageContaining("at least two different rows");
    }
  }

  @Test
  void json_reads_back_as_what_was_compared() throws Exception {
    Comparison comparison = LeaderboardComparison.of(LEADERBOARD, List.of());
    String json = PrettyJson.write(comparison);
    assertThat(new com.fasterxml.jackson.databind.ObjectMapper().readValue(json, Comparison.class))
        .isEqualTo(comparison);
  }
}

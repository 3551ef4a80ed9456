package org.robustgrid.leaderboard.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.robustgrid.leaderboard.BoardDistances;
import org.robustgrid.leaderboard.Boards;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.RankIntervals;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.SeedResult;
import org.robustgrid.leaderboard.ThreatModelEntry;
import org.robustgrid.leaderboard.gate.Verdict.Finding;
import org.robustgrid.leaderboard.statistics.Bits;

/** The gate on a board of minimum distance, where every sample falls before and after. */
class DistanceGateTest {

  private static final int SAMPLES = 40;
  private static final ThreatModelEntry NEAREST =
      new ThreatModelEntry(
          "l2", Double.POSITIVE_INFINITY, ThreatModelEntry.MINIMUM_DISTANCE, null, null);

  private static SeedResult seed(int seed, String weights, IntToDoubleFunction distance) {
    List<Double> distances = new ArrayList<>();
    for (int i = 0; i < SAMPLES; i++) {
      distances.add(distance.applyAsDouble(i));
    }
    Bits broken = Bits.of(SAMPLES, i -> false);
    return SeedResult.builder(seed, weights + seed)
        .clean(Bits.of(SAMPLES, i -> true))
        .attacks(Map.of("pgd", broken))
        .worst(broken)
        .distances(Map.of("pgd", distances))
        .build();
  }

  private static Leaderboard of(SeedResult... seeds) {
    Row row = Boards.row("a", List.of(seeds));
    List<Row> rows = BoardDistances.of(List.of(row), NEAREST, SAMPLES);
    return Boards.of(Boards.board(NEAREST, SAMPLES, RankIntervals.of(rows)));
  }

  private static Leaderboard of(String weights, IntToDoubleFunction distance) {
    return of(seed(0, weights, distance));
  }

  private static Verdict judge(Leaderboard before, Leaderboard after) {
    return Gate.judge(before, after, GatePolicy.DEFAULT);
  }

  @Test
  void a_row_whose_distances_shrank_fails_although_all_samples_were_broken_before() {
    Verdict verdict = judge(of("w", i -> 2 + i), of("w", i -> 1 + i));
    assertThat(verdict.status()).isEqualTo(Status.FAILED);
    Finding finding = verdict.of(Status.FAILED).get(0);
    assertThat(finding.place()).isEqualTo("digits l2 minimum-distance, a, worst case");
    // the shares of samples that are farther away on either side
    assertThat(finding.baseline()).isEqualTo(1);
    assertThat(finding.candidate()).isZero();
    assertThat(finding.method()).isEqualTo(Method.SAME_WEIGHTS);
  }

  @Test
  void a_row_whose_distances_grew_passes() {
    assertThat(judge(of("w", i -> 1 + i), of("w", i -> 2 + i)).status()).isEqualTo(Status.PASSED);
  }

  @Test
  void a_row_as_it_was_and_one_that_differs_both_ways_pass() {
    Leaderboard before = of("w", i -> 1 + i);
    assertThat(judge(before, before).status()).isEqualTo(Status.PASSED);
    Leaderboard mixed = of("w", i -> 1 + i + (i % 2 == 0 ? 0.1 : -0.1));
    assertThat(judge(before, mixed).status()).isEqualTo(Status.PASSED);
  }

  @Test
  void a_few_samples_that_are_nearer_are_within_chance() {
    Verdict verdict = judge(of("w", i -> 1 + i), of("w", i -> i < 3 ? 0.5 : 1 + i));
    assertThat(verdict.status()).isEqualTo(Status.PASSED);
    assertThat(verdict.findings().get(0).message()).contains("within chance");
  }

  @Test
  void a_row_trained_again_with_one_seed_is_inconclusive_where_it_is_nearer() {
    assertThat(judge(of("old", i -> 2 + i), of("new", i -> 1 + i)).status())
        .isEqualTo(Status.INCONCLUSIVE);
  }

  @Test
  void an_untargeted_board_in_place_of_it_is_another_threat_model() {
    Leaderboard after = Boards.of(Boards.board("l2", 1, Boards.row("a", "1".repeat(SAMPLES))));
    assertThat(judge(of("w", i -> 1 + i), after).of(Status.FAILED))
        .extracting(Finding::what)
        .contains("threat model");
  }
}

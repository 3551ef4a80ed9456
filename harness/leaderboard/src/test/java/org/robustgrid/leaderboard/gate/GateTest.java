package org.robustgrid.leaderboard.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.robustgrid.base.UserException;
import org.robustgrid.leaderboard.Boards;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.Measure;
import org.robustgrid.leaderboard.Provenance;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.SeedResult;
import org.robustgrid.leaderboard.gate.Verdict.Finding;
import org.robustgrid.leaderboard.statistics.Bits;

class GateTest {

  private static final String GOOD = "1".repeat(30) + "0".repeat(10);
  private static final String BAD = "1".repeat(20) + "0".repeat(20);

  private static final Leaderboard BASELINE =
      Boards.of(Boards.row("a", GOOD), Boards.row("b", GOOD));

  private static Verdict judge(Leaderboard candidate) {
    return Gate.judge(BASELINE, candidate, GatePolicy.DEFAULT);
  }

  private static Finding only(Verdict verdict, Status status) {
    assertThat(verdict.of(status)).hasSize(1);
    return verdict.of(status).get(0);
  }

  private static GatePolicy policy(Set<Measure.Kind> also, Optional<Double> ratio) {
    return new GatePolicy(0.05, Optional.empty(), also, ratio, ratio, ratio, Set.of());
  }

  @Test
  void the_baseline_passes_against_itself() {
    Verdict verdict = judge(BASELINE);
    assertThat(verdict.status()).isEqualTo(Status.PASSED);
    assertThat(verdict.findings())
        .hasSize(2)
        .allMatch(f -> f.status() == Status.PASSED && f.method() == Method.SAME_WEIGHTS);
  }

  @Test
  void a_row_that_got_worse_fails_by_name_with_the_figures() {
    Verdict verdict = judge(Boards.of(Boards.row("a", GOOD), Boards.row("b", BAD)));
    Finding finding = only(verdict, Status.FAILED);
    assertThat(verdict.status()).isEqualTo(Status.FAILED);
    assertThat(finding.place()).isEqualTo("digits linf 0.1, b, worst case");
    assertThat(finding.baseline()).isEqualTo(0.75);
    assertThat(finding.candidate()).isEqualTo(0.5);
    assertThat(finding.lost()).isEqualTo(10);
    assertThat(finding.gained()).isZero();
    // the other row did not change, and so could not fail
    assertThat(finding.adjusted()).isEqualTo(finding.p());
  }

  @Test
  void a_lower_row_trained_again_with_one_seed_is_inconclusive() {
    Verdict verdict = judge(Boards.of(Boards.trained("a", "other", BAD), Boards.row("b", GOOD)));
    assertThat(verdict.status()).isEqualTo(Status.INCONCLUSIVE);
    assertThat(only(verdict, Status.INCONCLUSIVE).row()).isEqualTo("a");
  }

  @Test
  void a_failure_outweighs_what_is_inconclusive() {
    assertThat(judge(Boards.of(Boards.trained("a", "other", BAD), Boards.row("b", BAD))).status())
        .isEqualTo(Status.FAILED);
  }

  @Test
  void a_missing_row_fails() {
    Finding finding = only(judge(Boards.of(Boards.row("a", GOOD))), Status.FAILED);
    assertThat(finding.row()).isEqualTo("b");
    assertThat(finding.message()).startsWith("missing").contains("accept");
  }

  @Test
  void a_missing_cell_fails_once() {
    SeedResult seed = SeedResult.builder(0, "b-0").clean(Bits.of("1".repeat(40))).build();
    Finding finding =
        only(
            judge(Boards.of(Boards.row("a", GOOD), Boards.row("b", List.of(seed)))), Status.FAILED);
    assertThat(finding.place()).isEqualTo("digits linf 0.1, b, pgd");
  }

  @Test
  void a_missing_seed_of_the_same_weights_fails() {
    Leaderboard before = Boards.of(Boards.row("a", GOOD, GOOD, GOOD));
    Leaderboard after = Boards.of(Boards.row("a", GOOD, GOOD));
    Finding finding = only(Gate.judge(before, after, GatePolicy.DEFAULT), Status.FAILED);
    assertThat(finding.what()).isEqualTo("seeds");
    assertThat(finding.message()).contains("[0, 1, 2]", "[0, 1]");
  }

  @Test
  void another_threat_model_fails_and_says_which_there_are() {
    Leaderboard after = Boards.of(Boards.board("linf", 0.2, Boards.row("a", GOOD)));
    Finding finding = only(judge(after), Status.FAILED);
    assertThat(finding.what()).isEqualTo("threat model");
    assertThat(finding.message()).contains("digits linf 0.2");
  }

  @Test
  void other_data_under_the_same_name_fail() {
    Leaderboard after = withDatasets(BASELINE, Map.of("digits", "d2"));
    Finding finding = only(judge(after), Status.FAILED);
    assertThat(finding.what()).isEqualTo("data set digits");
    assertThat(finding.message()).contains("d1", "d2");
  }

  @Test
  void another_sample_set_fails() {
    Leaderboard after = Boards.of(Boards.row("a", GOOD + "1"), Boards.row("b", GOOD + "1"));
    Finding finding = only(judge(after), Status.FAILED);
    assertThat(finding.what()).isEqualTo("sample set");
    assertThat(finding.message()).contains("40 samples", "41");
  }

  @Test
  void a_row_on_fewer_samples_than_before_fails() {
    Row less = Boards.row("b", GOOD.substring(0, 20));
    Verdict verdict = judge(Boards.of(Boards.row("a", GOOD), less));
    assertThat(verdict.of(Status.FAILED)).isNotEmpty();
    assertThat(verdict.of(Status.FAILED).get(0).message()).contains("40 samples", "20");
  }

  @Test
  void a_row_on_more_samples_than_before_is_compared_on_those_of_the_baseline() {
    Leaderboard few = Boards.of(Boards.row("a", GOOD), Boards.row("b", GOOD.substring(0, 20)));
    Verdict verdict = Gate.judge(few, BASELINE, GatePolicy.DEFAULT);
    assertThat(verdict.status()).isEqualTo(Status.PASSED);
    assertThat(verdict.of(Status.NOTE)).extracting(Finding::row).containsOnly("b");
    assertThat(verdict.of(Status.NOTE).get(0).message()).contains("40 samples", "20");
  }

  @Test
  void new_rows_and_boards_are_noted_and_pass() {
    Leaderboard after =
        Boards.of(
            Boards.board(
                "linf", 0.1, Boards.row("a", GOOD), Boards.row("b", GOOD), Boards.row("c", BAD)),
            Boards.board("l2", 1, Boards.row("a", BAD)));
    Verdict verdict = judge(after);
    assertThat(verdict.status()).isEqualTo(Status.PASSED);
    assertThat(verdict.of(Status.NOTE))
        .extracting(Finding::place)
        .containsExactlyInAnyOrder("digits l2 1.0, board", "digits linf 0.1, c, row");
  }

  @Test
  void columns_join_the_family_by_policy() {
    Leaderboard after = Boards.of(withPgd(Boards.row("a", GOOD), BAD), Boards.row("b", GOOD));
    assertThat(Gate.judge(BASELINE, after, GatePolicy.DEFAULT).status()).isEqualTo(Status.PASSED);
    Verdict verdict =
        Gate.judge(BASELINE, after, policy(Set.of(Measure.Kind.ATTACK), Optional.empty()));
    assertThat(only(verdict, Status.FAILED).what()).isEqualTo("pgd");
    assertThat(verdict.findings()).hasSize(4);
  }

  @Test
  void certified_accuracy_joins_by_policy_at_every_radius() {
    Leaderboard before = Boards.of(certified(GOOD));
    Leaderboard after = Boards.of(certified(BAD));
    assertThat(Gate.judge(before, after, GatePolicy.DEFAULT).status()).isEqualTo(Status.PASSED);
    GatePolicy policy = policy(Set.of(Measure.Kind.CERTIFIED), Optional.empty());
    assertThat(only(Gate.judge(before, after, policy), Status.FAILED).what())
        .isEqualTo("certified at 0.5");
    assertThat(Gate.judge(before, before, policy).status()).isEqualTo(Status.PASSED);
  }

  @Test
  void certificates_that_are_gone_fail_whatever_the_policy() {
    Verdict verdict =
        Gate.judge(
            Boards.of(certified(GOOD)), Boards.of(Boards.row("a", GOOD)), GatePolicy.DEFAULT);
    assertThat(only(verdict, Status.FAILED).message()).startsWith("missing");
  }

  @Test
  void passes_and_time_are_held_to_ratios_by_policy() {
    Leaderboard after =
        with(
            BASELINE,
            BASELINE.provenance(),
            Map.of("totalEvaluationSeconds", 25.0, "totalTrainingSeconds", 110.0));
    Verdict verdict = Gate.judge(BASELINE, after, policy(Set.of(), Optional.of(1.2)));
    assertThat(only(verdict, Status.FAILED).place()).isEqualTo("evaluation time");
    assertThat(only(verdict, Status.FAILED).message()).contains("2.50 times");
    assertThat(verdict.of(Status.PASSED))
        .extracting(Finding::what)
        .contains("passes", "training time");
  }

  @Test
  void a_missing_cost_is_inconclusive_if_gated() {
    Leaderboard after = with(BASELINE, BASELINE.provenance(), Map.of());
    assertThat(Gate.judge(BASELINE, after, policy(Set.of(), Optional.of(1.2))).status())
        .isEqualTo(Status.INCONCLUSIVE);
  }

  @Test
  void an_empty_run_is_the_users_error() {
    for (Leaderboard empty :
        List.of(Boards.of(), Boards.of(Boards.row("a", List.of(unfinished()))))) {
      assertThatThrownBy(() -> judge(empty))
          .isInstanceOf(UserException.class)
          .hasMessageContaining("empty run");
    }
  }

  @Test
  void a_baseline_without_a_worst_case_is_the_users_error() {
    assertThatThrownBy(() -> Gate.judge(Boards.of(), BASELINE, GatePolicy.DEFAULT))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("nothing to hold the candidate to");
  }

  private static SeedResult unfinished() {
    return SeedResult.builder(0, null).build();
  }

  private static Row certified(String bits) {
    Row row = Boards.row("a", GOOD);
    SeedResult seed = row.perSeed().get(0);
    return row.toBuilder()
        .certified(Map.of("0.5", row.clean()))
        .certifiedSamples(bits.length())
        .perSeed(
            List.of(
                SeedResult.builder(0, seed.weightHash())
                    .clean(seed.clean())
                    .attacks(seed.attacks())
                    .worst(seed.worst())
                    .certified(Map.of("0.5", Bits.of(bits)))
                    .build()))
        .build();
  }

  private static Row withPgd(Row row, String bits) {
    SeedResult seed = row.perSeed().get(0);
    return Boards.row(
        row.label(),
        List.of(
            SeedResult.builder(0, seed.weightHash())
                .clean(seed.clean())
                .attacks(new TreeMap<>(Map.of("pgd", Bits.of(bits))))
                .worst(seed.worst())
                .build()));
  }

  private static Leaderboard withDatasets(Leaderboard leaderboard, Map<String, String> datasets) {
    Provenance p = leaderboard.provenance();
    return with(
        leaderboard,
        new Provenance(
            p.harness(),
            p.plugins(),
            datasets,
            p.profile(),
            p.attacks(),
            p.checks(),
            p.passes(),
            p.interval(),
            p.undefended()),
        leaderboard.timing());
  }

  private static Leaderboard with(
      Leaderboard leaderboard, Provenance provenance, Map<String, Object> timing) {
    return leaderboard.withProvenance(provenance).withTiming(timing);
  }
}

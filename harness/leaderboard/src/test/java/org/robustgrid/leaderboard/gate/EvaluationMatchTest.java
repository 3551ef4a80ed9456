package org.robustgrid.leaderboard.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.robustgrid.leaderboard.Boards;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.Provenance;
import org.robustgrid.leaderboard.Provenance.AttackSetting;
import org.robustgrid.leaderboard.Provenance.CheckSetting;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.SeedResult;
import org.robustgrid.leaderboard.gate.Verdict.Finding;

/** Candidates with the figures of their baseline or better, evaluated otherwise. */
class EvaluationMatchTest {

  private static final String BITS = "1".repeat(30) + "0".repeat(10);
  private static final String BETTER = "1".repeat(40);
  private static final Map<String, Object> PGD =
      Map.of("steps", 50, "restarts", 2, "relative-step-size", 0.0);
  private static final CheckSetting CHECKS =
      new CheckSetting(List.of("zero-gradient", "black-box-wins"), 100, null, square(200));

  private static AttackSetting square(int queries) {
    return new AttackSetting(
        "square", Map.of("queries", queries), "SCORES", List.of("linf"), null, null);
  }

  private static Provenance provenance(
      String attack, Map<String, Object> parameters, CheckSetting checks, Long passes) {
    return provenance("jar", "Fast CPU", attack, parameters, checks, passes);
  }

  private static Provenance provenance(
      String jar,
      String processor,
      String attack,
      Map<String, Object> parameters,
      CheckSetting checks,
      Long passes) {
    return new Provenance(
        Map.of("jdk", "17.0.15", "nd4j", "1.0.0-M2.1", "processor", processor),
        Map.of("attack " + attack, Map.of("version", "1", "hash", jar)),
        Map.of("digits", "d1"),
        Map.of("nativeLibrary", processor.equals("Fast CPU") ? "onednn-avx512" : "onednn-avx2"),
        Map.of("pgd", Boards.attack(attack, parameters)),
        checks,
        passes,
        Map.of(),
        List.of());
  }

  private static Leaderboard board(Provenance provenance, Row... rows) {
    return Boards.with(Boards.of(rows.length == 0 ? rows(BETTER) : rows), provenance);
  }

  private static Row[] rows(String bits) {
    return new Row[] {Boards.row("a", bits)};
  }

  private static final Leaderboard BASELINE =
      board(provenance("pgd", PGD, CHECKS, null), Boards.row("a", BITS));

  private static Verdict judge(Leaderboard candidate, String... allowed) {
    GatePolicy policy =
        new GatePolicy(
            0.05,
            Optional.empty(),
            Set.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Set.of(allowed));
    return Gate.judge(BASELINE, candidate, policy);
  }

  private static Verdict with(Map<String, Object> parameters, String... allowed) {
    return judge(board(provenance("pgd", parameters, CHECKS, null)), allowed);
  }

  private static Map<String, Object> pgd(int steps, int restarts, double size) {
    return Map.of("steps", steps, "restarts", restarts, "relative-step-size", size);
  }

  private static Finding only(Verdict verdict, Status status) {
    assertThat(verdict.of(status)).hasSize(1);
    return verdict.of(status).get(0);
  }

  @Test
  void fewer_steps_under_the_same_label_fail_however_good_the_figures() {
    Verdict verdict = with(pgd(1, 2, 0));
    assertThat(verdict.status()).isEqualTo(Status.FAILED);
    assertThat(only(verdict, Status.FAILED).what()).isEqualTo("attack pgd");
    assertThat(only(verdict, Status.FAILED).message())
        .contains("weaker", "steps 50 became 1", "accept the candidate", "allow: [attack pgd]");
  }

  @Test
  void fewer_restarts_fail() {
    assertThat(only(with(pgd(50, 1, 0)), Status.FAILED).message()).contains("restarts 2 became 1");
  }

  @Test
  void more_of_both_pass_with_a_note() {
    Verdict verdict = with(pgd(100, 3, 0));
    assertThat(verdict.status()).isEqualTo(Status.PASSED);
    assertThat(only(verdict, Status.NOTE).message())
        .contains("stronger", "restarts 2 became 3", "steps 50 became 100");
  }

  @Test
  void more_steps_do_not_make_up_for_fewer_restarts() {
    assertThat(with(pgd(100, 1, 0)).status()).isEqualTo(Status.FAILED);
  }

  @Test
  void a_setting_without_a_direction_is_inconclusive() {
    Verdict verdict = with(pgd(50, 2, 0.5));
    assertThat(verdict.status()).isEqualTo(Status.INCONCLUSIVE);
    assertThat(only(verdict, Status.INCONCLUSIVE).message())
        .contains("relative-step-size 0.0 became 0.5", "allow: [attack pgd]");
  }

  @Test
  void another_attack_under_the_same_label_fails() {
    Verdict verdict = judge(board(provenance("fgsm", Map.of(), CHECKS, null)));
    assertThat(only(verdict, Status.FAILED).message()).contains("another attack: pgd became fgsm");
  }

  @Test
  void a_policy_allows_a_difference_by_its_name_only() {
    assertThat(with(pgd(1, 2, 0.5), "attack pgd").status()).isEqualTo(Status.PASSED);
    assertThat(with(pgd(1, 2, 0.5), "attack fgsm", "checks").status()).isEqualTo(Status.FAILED);
  }

  @Test
  void another_jar_of_an_attack_is_inconclusive_unless_allowed() {
    Leaderboard other = board(provenance("other", "Fast CPU", "pgd", PGD, CHECKS, null));
    Verdict verdict = judge(other);
    assertThat(verdict.status()).isEqualTo(Status.INCONCLUSIVE);
    assertThat(only(verdict, Status.INCONCLUSIVE).message()).contains("pgd", "attack-code");
    assertThat(judge(other, "attack-code").status()).isEqualTo(Status.PASSED);
  }

  @Test
  void a_candidate_without_the_checks_of_its_baseline_fails() {
    Verdict none = judge(board(provenance("pgd", PGD, CheckSetting.NONE, null)));
    assertThat(only(none, Status.FAILED).message()).contains("zero-gradient, black-box-wins");
    CheckSetting one = new CheckSetting(List.of("zero-gradient"), 100, null, square(200));
    Verdict fewer = judge(board(provenance("pgd", PGD, one, null)));
    assertThat(only(fewer, Status.FAILED).message()).contains("not checked for black-box-wins");
  }

  @Test
  void checks_with_less_effort_fail() {
    for (CheckSetting less :
        List.of(
            new CheckSetting(CHECKS.names(), 10, null, square(200)),
            new CheckSetting(CHECKS.names(), 100, null, square(2)))) {
      Verdict verdict = judge(board(provenance("pgd", PGD, less, null)));
      assertThat(only(verdict, Status.FAILED).what()).isEqualTo("checks");
    }
  }

  @Test
  void checks_that_were_to_be_made_and_were_not_are_inconclusive() {
    Row asked =
        Boards.checked(
            Boards.row("a", BITS),
            Boards.evidence("zero-gradient", "zero", 0, 30),
            Boards.evidence("black-box-wins", "square", 0, 15));
    Row partly =
        Boards.checked(Boards.row("a", BETTER), Boards.evidence("zero-gradient", "zero", 0, 30));
    Provenance same = provenance("pgd", PGD, CHECKS, null);
    Verdict verdict = Gate.judge(board(same, asked), board(same, partly), GatePolicy.DEFAULT);
    assertThat(verdict.status()).isEqualTo(Status.INCONCLUSIVE);
    assertThat(only(verdict, Status.INCONCLUSIVE).message())
        .contains("black-box-wins", "run the grid again");
    assertThat(Gate.judge(board(same, asked), board(same, asked), GatePolicy.DEFAULT).status())
        .isEqualTo(Status.PASSED);
  }

  @Test
  void a_limit_of_passes_that_the_baseline_did_not_have_fails() {
    Verdict verdict = judge(board(provenance("pgd", PGD, CHECKS, 20L)));
    assertThat(only(verdict, Status.FAILED).message()).contains("at most 20 passes");
  }

  private static Row randomised(String bits, Integer draws, Integer judgements) {
    Row row = Boards.row("a", bits);
    return row.toBuilder()
        .parameters(Map.of("sigma", draws / 10.0))
        .draws(draws)
        .judgements(judgements)
        .certified(null)
        .certifiedSamples(null)
        .build();
  }

  private static Verdict randomised(int draws, int judgements) {
    Provenance same = provenance("pgd", PGD, CHECKS, null);
    return Gate.judge(
        board(same, randomised(BITS, 16, 11)),
        board(same, randomised(BETTER, draws, judgements)),
        GatePolicy.DEFAULT);
  }

  @Test
  void fewer_draws_or_judgements_of_a_randomised_row_fail_and_more_are_noted() {
    assertThat(only(randomised(8, 11), Status.FAILED).message()).contains("draws 16 became 8");
    assertThat(only(randomised(16, 1), Status.FAILED).message())
        .contains("judgements 11 became 1", "allow: [judgements]");
    assertThat(randomised(32, 21).status()).isEqualTo(Status.PASSED);
  }

  @Test
  void a_changed_setting_of_a_row_is_said() {
    assertThat(randomised(32, 11).of(Status.NOTE))
        .extracting(Finding::message)
        .contains("sigma 1.6 became 3.2");
  }

  @Test
  void another_processor_and_library_are_said_and_fail_nothing() {
    Verdict verdict = judge(board(provenance("jar", "Slow CPU", "pgd", PGD, CHECKS, null)));
    assertThat(verdict.status()).isEqualTo(Status.PASSED);
    assertThat(verdict.of(Status.NOTE))
        .extracting(Finding::message)
        .contains(
            "processor Fast CPU became Slow CPU", "nativeLibrary onednn-avx512 became onednn-avx2");
  }

  @Test
  void an_unfinished_seed_without_checks_is_no_reason_to_crash() {
    SeedResult unfinished = SeedResult.builder(0, null).build();
    Leaderboard after =
        board(
            provenance("pgd", PGD, CHECKS, null),
            Boards.row("b", BITS),
            Boards.row("a", List.of(unfinished)));
    assertThat(judge(after).status()).isEqualTo(Status.FAILED);
  }
}

package org.robustgrid.leaderboard.gate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.robustgrid.leaderboard.Boards;
import org.robustgrid.leaderboard.Leaderboard;
import org.robustgrid.leaderboard.Leaderboard.Flag;
import org.robustgrid.leaderboard.Row;
import org.robustgrid.leaderboard.gate.Verdict.Finding;

class FlagCheckTest {

  private static final String GOOD = "1".repeat(90) + "0".repeat(10);

  private static Leaderboard zeroGradients(Row row, int found) {
    return Boards.flagged(
        Boards.of(Boards.checked(row, Boards.evidence("zero-gradient", "zero", found, 100))));
  }

  private static Verdict judge(Leaderboard before, Leaderboard after) {
    return Gate.judge(before, after, GatePolicy.DEFAULT);
  }

  private static Verdict sameWeights(int before, int after) {
    Row row = Boards.row("a", GOOD);
    return judge(zeroGradients(row, before), zeroGradients(row, after));
  }

  private static Verdict trainedAgain(int before, int after) {
    return judge(
        zeroGradients(Boards.trained("a", "old", GOOD), before),
        zeroGradients(Boards.trained("a", "new", "1".repeat(100)), after));
  }

  private static Finding only(Verdict verdict, Status status) {
    assertThat(verdict.of(status)).hasSize(1);
    return verdict.of(status).get(0);
  }

  @Test
  void an_improvement_fails_where_its_gradients_vanish_and_the_baselines_do_not() {
    Finding finding = only(trainedAgain(0, 100), Status.FAILED);
    assertThat(finding.place()).isEqualTo("digits linf 0.1, a, evaluation");
    assertThat(finding.message()).contains("zero-gradient", "100 of 100", "accept");
    assertThat(finding.method()).isEqualTo(Method.COUNTS);
    assertThat(finding.baseline()).isZero();
    assertThat(finding.candidate()).isEqualTo(1);
    assertThat(only(sameWeights(0, 100), Status.FAILED).method()).isEqualTo(Method.SAME_WEIGHTS);
  }

  @Test
  void a_flag_that_came_by_chance_is_noted_with_its_p() {
    // four of a hundred are no flag, six are one
    for (Verdict verdict : new Verdict[] {sameWeights(4, 6), trainedAgain(4, 6)}) {
      assertThat(verdict.status()).isEqualTo(Status.PASSED);
      Finding note = only(verdict, Status.NOTE);
      assertThat(note.message()).contains("zero-gradient", "6 of 100", "within chance");
      assertThat(note.p()).isGreaterThan(0.05);
    }
  }

  @Test
  void flags_that_the_baseline_bears_too_and_remarks_of_no_check_fail_nothing() {
    assertThat(sameWeights(50, 100).status()).isEqualTo(Status.PASSED);
    Row remarked =
        Boards.flagged(Boards.row("a", GOOD), new Flag("randomised", "", "judged over draws"));
    assertThat(judge(Boards.of(Boards.row("a", GOOD)), Boards.of(remarked)).status())
        .isEqualTo(Status.PASSED);
  }

  @Test
  void a_flag_of_a_check_that_the_baseline_did_not_make_is_inconclusive() {
    Row row = Boards.row("a", GOOD);
    Verdict verdict = judge(Boards.of(row), zeroGradients(row, 100));
    assertThat(only(verdict, Status.INCONCLUSIVE).message())
        .contains("zero-gradient", "check did not run on the baseline");
  }

  @Test
  void five_trainings_a_side_are_permuted_and_one_odd_training_is_chance() {
    String[] bits = {GOOD, GOOD, GOOD, GOOD, GOOD};
    Leaderboard before = zeroGradients(Boards.trained("a", "old", bits), 0);
    assertThat(
            only(judge(before, zeroGradients(Boards.trained("a", "new", bits), 100)), Status.FAILED)
                .method())
        .isEqualTo(Method.SEEDS);
    Row one = Boards.trained("a", "new", bits);
    Row odd = Boards.checked(one, Boards.evidence("zero-gradient", "zero", 100, 100));
    Row even = Boards.checked(one, Boards.evidence("zero-gradient", "zero", 0, 100));
    Row mixed =
        one.ofSeeds(
            java.util.stream.IntStream.range(0, 5)
                .mapToObj(i -> (i == 0 ? odd : even).perSeed().get(i))
                .toList());
    Verdict verdict = judge(before, Boards.flagged(Boards.of(mixed)));
    assertThat(verdict.status()).isEqualTo(Status.PASSED);
    assertThat(only(verdict, Status.NOTE).message()).contains("within chance");
  }
}

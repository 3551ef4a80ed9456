package org.robustgrid.leaderboard.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.robustgrid.leaderboard.gate.RegressionTest.Pair;
import org.robustgrid.leaderboard.statistics.Bits;
import org.robustgrid.leaderboard.statistics.McNemar;
import org.robustgrid.leaderboard.statistics.Outcomes;

class RegressionTestTest {

  private static final GatePolicy MARGIN =
      new GatePolicy(
          0.05,
          Optional.of(0.1),
          GatePolicy.DEFAULT.also(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          GatePolicy.DEFAULT.allow());

  private static Trainings side(String weights, int... right) {
    List<Bits> bits = IntStream.of(right).mapToObj(n -> Bits.of(100, i -> i < n)).toList();
    List<Long> seeds = IntStream.range(0, right.length).mapToObj(i -> (long) i).toList();
    return new Trainings(
        seeds, seeds.stream().map(seed -> weights + seed).toList(), new Outcomes(bits));
  }

  private static Decision decide(GatePolicy policy, Trainings baseline, Trainings candidate) {
    return new RegressionTest(policy).decide(List.of(new Pair(baseline, candidate))).get(0);
  }

  private static Decision decide(Trainings baseline, Trainings candidate) {
    return decide(GatePolicy.DEFAULT, baseline, candidate);
  }

  @Test
  void the_same_weights_are_tested_sample_by_sample() {
    Decision decision = decide(side("w", 90), side("w", 82));
    assertThat(decision.method()).isEqualTo(Method.SAME_WEIGHTS);
    assertThat(decision.p()).contains(McNemar.oneSided(0, 8));
    assertThat(decision.status()).isEqualTo(Status.FAILED);
  }

  @Test
  void a_few_lost_samples_are_within_chance() {
    Decision decision = decide(side("w", 90), side("w", 87));
    assertThat(decision.status()).isEqualTo(Status.PASSED);
    assertThat(decision.reason()).isEqualTo("lower, but within chance");
  }

  @Test
  void improvements_and_ties_pass() {
    assertThat(decide(side("w", 80), side("w", 99)).status()).isEqualTo(Status.PASSED);
    assertThat(decide(side("w", 80), side("w", 80)).status()).isEqualTo(Status.PASSED);
    assertThat(decide(side("old", 80), side("new", 80)).status()).isEqualTo(Status.PASSED);
    assertThat(decide(side("old", 80), side("new", 81)).status()).isEqualTo(Status.PASSED);
  }

  @Test
  void five_trainings_a_side_are_permuted() {
    Decision worse = decide(side("old", 90, 91, 92, 93, 94), side("new", 80, 81, 82, 83, 84));
    assertThat(worse.method()).isEqualTo(Method.SEEDS);
    assertThat(worse.status()).isEqualTo(Status.FAILED);
    Decision mixed = decide(side("old", 90, 91, 92, 93, 94), side("new", 89, 93, 90, 94, 91));
    assertThat(mixed.method()).isEqualTo(Method.SEEDS);
    assertThat(mixed.status()).isEqualTo(Status.PASSED);
  }

  @Test
  void one_training_is_not_enough_to_tell() {
    Decision decision = decide(side("old", 90), side("new", 60));
    assertThat(decision.status()).isEqualTo(Status.INCONCLUSIVE);
    assertThat(decision.reason()).contains("1 and 1 trainings", "margin");
  }

  @Test
  void a_declared_margin_decides_where_trainings_are_few() {
    Decision within = decide(MARGIN, side("old", 90, 90), side("new", 85, 84));
    assertThat(within.method()).isEqualTo(Method.MARGIN);
    assertThat(within.status()).isEqualTo(Status.PASSED);
    Decision beyond = decide(MARGIN, side("old", 90, 90), side("new", 85, 74));
    assertThat(beyond.status()).isEqualTo(Status.FAILED);
    assertThat(beyond.reason()).isEqualTo("more than the margin of 10.0 points");
  }

  @Test
  void with_five_trainings_the_margin_is_not_used() {
    assertThat(decide(MARGIN, side("old", 9, 9, 9, 9, 9), side("new", 9, 9, 9, 9, 8)).method())
        .isEqualTo(Method.SEEDS);
  }

  @Test
  void one_model_under_five_seeds_is_one_training() {
    Outcomes outcomes = side("x", 90, 90, 90, 90, 90).outcomes();
    List<Long> seeds = List.of(0L, 1L, 2L, 3L, 4L);
    Trainings before = new Trainings(seeds, Collections.nCopies(5, "old"), outcomes);
    Trainings after =
        new Trainings(
            seeds, Collections.nCopies(5, "new"), side("x", 80, 80, 80, 80, 80).outcomes());
    assertThat(decide(before, after).status()).isEqualTo(Status.INCONCLUSIVE);
  }

  @Test
  void further_seeds_of_the_candidate_do_not_hide_the_same_weights() {
    Decision decision = decide(side("w", 90), side("w", 82, 99, 99));
    assertThat(decision.method()).isEqualTo(Method.SAME_WEIGHTS);
    assertThat(decision.status()).isEqualTo(Status.FAILED);
  }

  @Test
  void too_few_trainings_to_fail_among_many_rows_are_reported() {
    Pair pair = new Pair(side("old", 90, 91, 92, 93, 94), side("new", 80, 81, 82, 83, 84));
    // 1/252 is the least p-value of five a side, and 0.05/13 is less
    List<Decision> decisions =
        new RegressionTest(GatePolicy.DEFAULT).decide(Collections.nCopies(13, pair));
    assertThat(decisions).allMatch(d -> d.status() == Status.INCONCLUSIVE);
    assertThat(decisions.get(0).reason()).contains("among 13 tests");
    assertThat(new RegressionTest(GatePolicy.DEFAULT).decide(Collections.nCopies(12, pair)))
        .allMatch(d -> d.status() == Status.FAILED);
  }

  @Test
  void rows_of_a_run_are_corrected_together() {
    Pair worse = new Pair(side("w", 90), side("w", 84));
    Pair same = new Pair(side("w", 90), side("w", 90));
    RegressionTest test = new RegressionTest(GatePolicy.DEFAULT);
    assertThat(test.decide(List.of(worse)).get(0).status()).isEqualTo(Status.FAILED);
    assertThat(test.decide(List.of(worse, worse, worse, worse)))
        .allMatch(decision -> decision.status() == Status.PASSED);
    // what did not change could not fail, and takes no share of the level
    assertThat(test.decide(List.of(worse, same, same, same)).get(0).status())
        .isEqualTo(Status.FAILED);
  }

  @Test
  void no_row_is_no_decision() {
    assertThat(new RegressionTest(GatePolicy.DEFAULT).decide(List.of())).isEmpty();
  }
}

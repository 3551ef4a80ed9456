package org.robustgrid.leaderboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.robustgrid.leaderboard.Leaderboard.Flag;
import org.robustgrid.leaderboard.statistics.Bits;

class EvidenceSignsTest {

  private static SeedResult seed(Checks checks) {
    return SeedResult.builder(0, "w").clean(Bits.of("1")).checks(checks).build();
  }

  private static List<Integer> first(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  private static CheckEvidence evidence(
      int found, int excused, Integer trials, Double tolerated, Integer against) {
    return new CheckEvidence(
        "of-a-stranger",
        "what was tried",
        null,
        100,
        first(found),
        null,
        null,
        first(excused),
        trials,
        tolerated,
        against,
        null,
        null,
        "look here");
  }

  private static List<Flag> flags(CheckEvidence... evidence) {
    Checks checks = new Checks("key", State.COMPLETE, null, List.of(evidence));
    return Sign.flags(EvidenceSigns.of(seed(checks), "seed 0: "));
  }

  @Test
  void a_tolerated_share_is_tested_by_the_binomial_test() {
    assertThat(flags(evidence(4, 0, null, 0.01, null))).isEmpty();
    assertThat(flags(evidence(5, 0, null, 0.01, null)))
        .singleElement()
        .satisfies(
            flag -> {
              assertThat(flag.kind()).isEqualTo("of-a-stranger");
              assertThat(flag.message()).isEqualTo("seed 0: look here");
              assertThat(flag.evidence().asked()).isEqualTo(100);
              assertThat(flag.evidence().samples()).containsExactly(0, 1, 2, 3, 4);
              assertThat(flag.leavesUpperBound()).isTrue();
            });
  }

  @Test
  void excused_samples_are_not_counted() {
    assertThat(flags(evidence(60, 58, null, 0.01, null))).isEmpty();
    assertThat(flags(evidence(60, 20, null, 0.01, null)).get(0).evidence().samples())
        .hasSize(40)
        .startsWith(20);
  }

  @Test
  void where_nothing_is_tolerated_one_sample_is_enough() {
    assertThat(flags(evidence(0, 0, null, 0.0, null))).isEmpty();
    assertThat(flags(evidence(1, 0, null, 0.0, null))).hasSize(1);
  }

  @Test
  void samples_that_say_the_opposite_are_weighed_by_mcnemars_test() {
    assertThat(flags(evidence(12, 0, null, 0.01, 10))).isEmpty();
    assertThat(flags(evidence(12, 0, null, 0.01, 0))).hasSize(1);
    assertThat(flags(evidence(12, 0, null, null, 0))).hasSize(1);
  }

  @Test
  void trials_are_those_that_could_be_suspicious() {
    assertThat(flags(evidence(5, 0, 5, 0.5, null))).isEmpty();
    assertThat(flags(evidence(7, 0, 7, 0.5, null))).hasSize(1);
  }

  @Test
  void evidence_that_names_no_test_is_not_judged() {
    assertThat(flags(evidence(100, 0, null, null, null))).isEmpty();
    assertThat(EvidenceSigns.mayBeFlag(evidence(100, 0, null, null, null))).isFalse();
  }

  @Test
  void checks_that_are_still_to_be_made_are_named() {
    Checks missing = new Checks(null, State.MISSING, "run the grid again", List.of());
    assertThat(EvidenceSigns.notRun(seed(missing), ""))
        .containsExactly(new Flag("check-not-run", "", "no check was made: run the grid again"));
    Checks failed =
        new Checks(
            null, State.COMPLETE, null, List.of(CheckEvidence.notRun("zero", "", "it crashed")));
    assertThat(EvidenceSigns.notRun(seed(failed), "seed 0: "))
        .containsExactly(new Flag("check-not-run", "", "seed 0: zero: it crashed"));
  }
}

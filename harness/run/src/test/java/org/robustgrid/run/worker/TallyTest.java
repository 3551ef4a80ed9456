package org.robustgrid.run.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.robustgrid.leaderboard.statistics.Bits;
import org.robustgrid.run.cell.AttackCellResult;
import org.robustgrid.run.cell.CleanResult;
import org.robustgrid.spi.attack.Goal;

class TallyTest {

  private static final CleanResult CLEAN =
      new CleanResult("clean", List.of(0, 1, 2), Bits.of("111"), List.of(), List.of(), 0);

  private static Judgement judgement(boolean right, boolean finite) {
    return new Judgement(
        new int[] {7}, new boolean[] {right}, new boolean[] {finite}, new double[0]);
  }

  @Test
  void an_answer_that_was_not_finite_never_helps_the_defender() {
    Tally tally = new Tally(CLEAN, 3, Goal.Kind.UNTARGETED, false);
    tally.record(0, judgement(true, true), 0, 0.1);
    tally.record(1, judgement(true, true), 0, 0.1);
    tally.countAsBroken(1);
    tally.record(2, judgement(false, false), 0, 0.1);
    tally.countAsBroken(2);
    AttackCellResult result = tally.result("key", 3, "", System.nanoTime(), null);
    assertThat(result.robust()).isEqualTo(Bits.of("100"));
    assertThat(result.notFinite()).containsExactly(1, 2);
  }

  @Test
  void knows_only_the_first_samples_where_it_is_limited_to_them() {
    CleanResult clean =
        new CleanResult(
            "clean", List.of(0, 1, 2), Bits.of("110"), List.of(0.9, 1.0, 0.0), List.of(2), 0);
    AttackCellResult result =
        new Tally(clean, 2, Goal.Kind.UNTARGETED, true)
            .result("key", 2, "", System.nanoTime(), null);
    assertThat(result.robust()).isEqualTo(Bits.of("11"));
    assertThat(result.predictions()).containsExactly(0, 1);
    assertThat(result.norms()).hasSize(2);
    assertThat(result.agreement()).containsExactly(0.9, 1.0);
    assertThat(result.notFinite()).isEmpty();
  }

  @Test
  void a_sample_that_falls_at_a_resubmission_falls_there_alone() {
    CleanResult clean =
        new CleanResult(
            "clean", List.of(0, 1, 2), Bits.of("111"), List.of(1.0, 1.0, 1.0), List.of(), 0);
    Tally tally = new Tally(clean, 3, Goal.Kind.UNTARGETED, true);
    Judgement vote =
        new Judgement(
            new int[] {0, 7},
            new boolean[] {true, false},
            new boolean[] {true, true},
            new double[] {0.9, 0.2});
    tally.countAsBrokenAgain(0);
    tally.record(0, vote, 0, 0.1);
    tally.record(1, vote, 1, 0.1);
    AttackCellResult result = tally.result("key", 2, "", System.nanoTime(), null);
    assertThat(result.robust()).isEqualTo(Bits.of("101"));
    assertThat(result.resubmitted()).isEqualTo(Bits.of("001"));
  }

  @Test
  void a_classifier_without_randomness_knows_no_resubmissions() {
    AttackCellResult result =
        new Tally(CLEAN, 3, Goal.Kind.UNTARGETED, false)
            .result("key", 2, "", System.nanoTime(), null);
    assertThat(result.resubmitted()).isNull();
    assertThat(result.agreement()).isEmpty();
  }
}

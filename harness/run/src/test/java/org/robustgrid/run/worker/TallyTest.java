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
    Tally tally = new Tally(CLEAN, 3, Goal.Kind.UNTARGETED);
    tally.record(0, judgement(true, true), 0, 0.1);
    tally.record(1, judgement(true, true), 0, 0.1);
    tally.countAsFallen(1);
    tally.record(2, judgement(false, false), 0, 0.1);
    tally.countAsFallen(2);
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
        new Tally(clean, 2, Goal.Kind.UNTARGETED).result("key", 2, "", System.nanoTime(), null);
    assertThat(result.robust()).isEqualTo(Bits.of("11"));
    assertThat(result.predictions()).containsExactly(0, 1);
    assertThat(result.norms()).hasSize(2);
    assertThat(result.agreement()).containsExactly(0.9, 1.0);
    assertThat(result.notFinite()).isEmpty();
  }
}

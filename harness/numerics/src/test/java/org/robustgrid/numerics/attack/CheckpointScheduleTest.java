package org.robustgrid.numerics.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckpointScheduleTest {

  private static List<Integer> checkpoints(int steps) {
    CheckpointSchedule schedule = new CheckpointSchedule(steps);
    List<Integer> checkpoints = new ArrayList<>();
    for (int step = 1; step <= steps; step++) {
      if (schedule.stepDone() > 0) {
        checkpoints.add(step);
      }
    }
    return checkpoints;
  }

  @Test
  void a_hundred_steps_are_checked_as_the_reference_checks_them() {
    assertThat(checkpoints(100)).containsExactly(22, 41, 57, 70, 80, 87, 93, 99);
  }

  @Test
  void a_few_steps_are_checked_every_step() {
    assertThat(checkpoints(5)).containsExactly(1, 2, 3, 4, 5);
  }

  @Test
  void a_sample_whose_loss_never_rises_is_halved_at_the_first_checkpoint() {
    AdaptiveStepSize sizes = new AdaptiveStepSize(1, 0.5, 0.75, new double[] {1});
    sizes.record(new double[] {-1});
    sizes.record(new double[] {-2});
    assertThat(sizes.halve(0, 2, 1)).isTrue();
    assertThat(sizes.size(0)).isEqualTo(0.5);
  }

  @Test
  void the_first_loss_counts_as_risen_when_it_is_positive() {
    AdaptiveStepSize sizes = new AdaptiveStepSize(1, 0.5, 0.75, new double[] {9});
    sizes.record(new double[] {1});
    sizes.record(new double[] {2});
    assertThat(sizes.halve(0, 2, 9)).isFalse();
  }

  @Test
  void a_sample_that_stalled_since_the_last_check_is_halved() {
    AdaptiveStepSize sizes = new AdaptiveStepSize(1, 0.5, 0.75, new double[] {0});
    sizes.record(new double[] {1});
    sizes.record(new double[] {2});
    assertThat(sizes.halve(0, 2, 8)).isFalse();
    sizes.record(new double[] {3});
    sizes.record(new double[] {4});
    assertThat(sizes.halve(0, 2, 8)).isTrue();
  }
}

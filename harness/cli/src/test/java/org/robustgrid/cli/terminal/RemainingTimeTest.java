package org.robustgrid.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.robustgrid.cli.terminal.RemainingTime.Planned;

class RemainingTimeTest {

  private double now;

  private RemainingTime of(Map<String, Planned> cells, int processes) {
    RemainingTime time = new RemainingTime(cells, () -> (long) (now * 1e9));
    time.started(cells.size(), processes);
    return time;
  }

  private void compute(RemainingTime time, String name, double seconds) {
    time.cellStarted(name);
    now += seconds;
    time.cellFinished(name);
  }

  /** A model's file, its clean evaluation, one long attack, as 'attack --model' has them. */
  private static Map<String, Planned> attackOnAFile() {
    return Map.of(
        "file", new Planned("training", 0.2),
        "clean", new Planned("clean", 0.2),
        "apgd", new Planned("apgd", 10));
  }

  @Test
  void small_cells_that_took_long_to_start_say_nothing_about_a_long_attack() {
    RemainingTime time = of(attackOnAFile(), 1);
    assertThat(time.seconds()).isEmpty();
    compute(time, "file", 4);
    compute(time, "clean", 1);
    time.cellStarted("apgd");
    now += 2;
    // by the pace of the first two it would be more than two minutes
    assertThat(time.seconds()).isEmpty();
    time.cellProgress("apgd", 0.02);
    assertThat(time.seconds()).isEmpty();
    now += 1;
    time.cellProgress("apgd", 0.1);
    assertThat(time.seconds()).isEmpty();
    now += 1;
    time.cellProgress("apgd", 0.22);
    assertThat(time.seconds().orElseThrow()).isCloseTo(7.8, within(1e-6));
    // it is faster than at its beginning
    now += 2;
    time.cellProgress("apgd", 0.62);
    assertThat(time.seconds().orElseThrow()).isCloseTo(1.9, within(1e-6));
    time.cellFinished("apgd");
    assertThat(time.seconds().orElseThrow()).isZero();
  }

  @Test
  void progress_of_one_part_after_the_other_is_not_taken_for_that_of_the_cell() {
    RemainingTime time = of(attackOnAFile(), 1);
    compute(time, "file", 4);
    time.cellStarted("apgd");
    now += 2;
    time.cellProgress("apgd", 0.9);
    now += 2;
    time.cellProgress("apgd", 0.1);
    now += 2;
    time.cellProgress("apgd", 0.9);
    assertThat(time.seconds()).isEmpty();
  }

  @Test
  void cells_of_a_kind_are_measured_by_each_other() {
    Map<String, Planned> cells = new HashMap<>();
    for (int i = 0; i < 4; i++) {
      cells.put("training " + i, new Planned("training", 30));
      cells.put("fgsm " + i, new Planned("fgsm", 1));
    }
    RemainingTime time = of(cells, 1);
    compute(time, "training 0", 10);
    // three trainings at a third of their estimates, and attacks that are taken to be as fast
    assertThat(time.seconds().orElseThrow()).isBetween(31.0, 32.0);
    compute(time, "fgsm 0", 5);
    assertThat(time.seconds().orElseThrow()).isBetween(44.9, 45.1);
  }

  @Test
  void nothing_is_said_while_most_of_the_rest_is_of_kinds_that_were_not_measured() {
    RemainingTime time =
        of(
            Map.of(
                "a", new Planned("clean", 1),
                "b", new Planned("clean", 1),
                "c", new Planned("autoattack", 50)),
            1);
    compute(time, "a", 1);
    assertThat(time.seconds()).isEmpty();
  }

  @Test
  void processes_share_the_work_and_the_longest_cell_bounds_it() {
    Map<String, Planned> cells = new HashMap<>();
    for (int i = 0; i < 5; i++) {
      cells.put("training " + i, new Planned("training", 10));
    }
    RemainingTime time = of(cells, 2);
    compute(time, "training 0", 10);
    assertThat(time.seconds().orElseThrow()).isCloseTo(20, within(1e-6));
    compute(time, "training 1", 10);
    compute(time, "training 2", 10);
    compute(time, "training 3", 10);
    assertThat(time.seconds().orElseThrow()).isCloseTo(10, within(1e-6));
  }

  @Test
  void what_an_earlier_run_finished_and_what_fails_is_not_ahead() {
    Map<String, Planned> cells = new HashMap<>();
    for (int i = 0; i < 10; i++) {
      cells.put("training " + i, new Planned("training", 10));
    }
    RemainingTime time = new RemainingTime(cells, () -> (long) (now * 1e9));
    time.started(3, 1);
    compute(time, "training 7", 5);
    assertThat(time.seconds().orElseThrow()).isCloseTo(10, within(1e-6));
    time.cellStarted("training 8");
    now += 60;
    time.cellFailed("training 8");
    assertThat(time.seconds().orElseThrow()).isCloseTo(5, within(1e-6));
  }
}

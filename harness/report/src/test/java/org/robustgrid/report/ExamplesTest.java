package org.robustgrid.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.robustgrid.leaderboard.Board;
import org.robustgrid.leaderboard.ThreatModelEntry;
import org.robustgrid.leaderboard.example.Example;

class ExamplesTest {

  private final Board board = SampleLeaderboard.full().boards().get(0);

  private List<Integer> chosen(int limit) {
    return SampleLeaderboard.examples().of(board, board.rows().get(0), limit).stream()
        .map(Example::sample)
        .toList();
  }

  @Test
  void shows_each_class_before_any_class_twice() {
    assertThat(chosen(4)).containsExactly(0, 1, 2, 3);
  }

  @Test
  void leaves_out_samples_that_were_not_fooled() {
    assertThat(chosen(100)).containsExactly(0, 1, 2, 3, 4, 6, 7);
  }

  @Test
  void an_example_whose_size_is_not_its_shape_is_an_error() {
    assertThatThrownBy(
            () ->
                new Example(
                    "d",
                    new ThreatModelEntry("l2", 1),
                    "row",
                    "pgd",
                    3,
                    "a",
                    "b",
                    new int[] {1, 2, 2},
                    0,
                    1,
                    new float[4],
                    new float[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sample 3");
  }
}

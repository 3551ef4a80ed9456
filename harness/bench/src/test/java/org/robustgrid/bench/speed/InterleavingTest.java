package org.robustgrid.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InterleavingTest {

  private final List<String> calls = new ArrayList<>();

  private Work work(String what) {
    return new Work(what, 1, () -> calls.add(what));
  }

  @Test
  void a_work_of_several_ratios_runs_once_a_round_back_and_forth() {
    Work shared = work("a");
    List<Ratio> ratios =
        List.of(new Ratio("a against b", shared, work("b")), new Ratio("c", work("c"), shared));

    Interleaving.measure(ratios, 3);

    assertThat(calls.subList(calls.size() - 9, calls.size()))
        .containsExactly("a", "b", "c", "c", "b", "a", "a", "b", "c");
  }

  @Test
  void figures_come_in_the_order_of_the_ratios() {
    Work a = work("a");
    Work b = work("b");

    assertThat(Interleaving.measure(List.of(new Ratio("x", a, b), new Ratio("y", b, a)), 2))
        .extracting(RatioFigure::ratio)
        .containsExactly("x", "y");
  }

  @Test
  void the_median_of_an_even_number_is_between_the_middle_two() {
    assertThat(RatioFigure.of("x", 1, new double[] {4, 1, 3, 2}).median()).isEqualTo(2.5);
  }
}

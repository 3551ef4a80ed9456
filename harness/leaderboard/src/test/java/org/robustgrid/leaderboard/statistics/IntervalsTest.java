package org.robustgrid.leaderboard.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class IntervalsTest {

  @Test
  void wilson_matches_published_values() {
    // Newcombe 1998, table I, method 3: 81/263 and 15/148
    Interval first = Intervals.wilson(81, 263, 0.95);
    assertThat(first.low()).isCloseTo(0.2553, within(5e-5));
    assertThat(first.high()).isCloseTo(0.3662, within(5e-5));
    Interval second = Intervals.wilson(15, 148, 0.95);
    assertThat(second.low()).isCloseTo(0.0624, within(5e-5));
    assertThat(second.high()).isCloseTo(0.1605, within(5e-5));
  }

  @Test
  void ends_are_exact_where_all_or_none_succeed() {
    assertThat(Intervals.wilson(0, 300, 0.95).low()).isZero();
    assertThat(Intervals.wilson(300, 300, 0.95).high()).isEqualTo(1);
  }

  @Test
  void refuse_impossible_counts() {
    assertThatThrownBy(() -> Intervals.wilson(5, 4, 0.95))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Intervals.wilson(0, 0, 0.95))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void spread_is_the_sample_standard_deviation() {
    assertThat(Moments.spread(List.of(1.0, 2.0, 3.0)).getAsDouble()).isEqualTo(1);
    assertThat(Moments.spread(List.of(1.0))).isEmpty();
  }

  @Test
  void median_of_an_even_number_is_in_between() {
    assertThat(Moments.median(List.of(4.0, 1.0, 3.0, 2.0)).getAsDouble()).isEqualTo(2.5);
    assertThat(Moments.median(List.of())).isEmpty();
  }
}

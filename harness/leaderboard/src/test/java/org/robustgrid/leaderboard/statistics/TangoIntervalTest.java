package org.robustgrid.leaderboard.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TangoIntervalTest {

  private static void assertInterval(Difference actual, double low, double high) {
    assertThat(actual.low()).isCloseTo(low, within(5e-6));
    assertThat(actual.high()).isCloseTo(high, within(5e-6));
  }

  @Test
  void it_matches_the_published_examples() {
    // Fagerland, Lydersen and Laake 2017, chapter 8: Bentur et al. and Cavo et al.
    assertInterval(TangoInterval.of(1, 7, 21, 0.95), -0.517232, -0.026003);
    assertInterval(TangoInterval.of(6, 16, 161, 0.95), -0.124023, -0.005433);
  }

  @Test
  void it_is_what_maximising_the_likelihood_by_search_gives() {
    assertInterval(TangoInterval.of(40, 20, 160, 0.95), 0.030865, 0.218064);
    assertInterval(TangoInterval.of(12, 2, 50, 0.95), 0.061112, 0.344709);
  }

  @Test
  void without_a_changed_sample_it_still_has_a_width() {
    assertInterval(TangoInterval.of(0, 0, 100, 0.95), -0.036993, 0.036993);
  }

  @Test
  void it_ends_at_one_where_every_sample_differs() {
    Difference all = TangoInterval.of(30, 0, 30, 0.95);
    assertThat(all.estimate()).isEqualTo(1);
    assertThat(all.high()).isEqualTo(1);
    assertThat(all.low()).isBetween(0.7, 1.0);
    assertThat(TangoInterval.of(0, 30, 30, 0.95).low()).isEqualTo(-1);
  }

  @Test
  void exchanging_the_sides_mirrors_it() {
    for (int first = 0; first <= 20; first += 5) {
      for (int second = 0; second <= 20; second += 4) {
        Difference one = TangoInterval.of(first, second, 45, 0.95);
        Difference other = TangoInterval.of(second, first, 45, 0.95);
        assertThat(one.low()).isCloseTo(-other.high(), within(1e-9));
      }
    }
  }

  @Test
  void more_confidence_makes_it_wider() {
    assertThat(TangoInterval.of(10, 4, 60, 0.99).low())
        .isLessThan(TangoInterval.of(10, 4, 60, 0.9).low());
  }

  @Test
  void impossible_counts_are_refused() {
    assertThatThrownBy(() -> TangoInterval.of(3, 3, 5, 0.95))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

package org.robustgrid.leaderboard.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ExcessTest {

  @Test
  void is_the_tail_of_the_binomial_distribution() {
    assertThat(Excess.p(1, 100, 0.01)).isCloseTo(1 - Math.pow(0.99, 100), within(1e-12));
    assertThat(Excess.p(2, 2, 0.01)).isCloseTo(1e-4, within(1e-12));
  }

  @Test
  void nothing_found_is_never_too_much() {
    assertThat(Excess.p(0, 0, 0.01)).isEqualTo(1);
  }

  @Test
  void more_than_were_asked_are_refused() {
    assertThatThrownBy(() -> Excess.p(3, 2, 0.01)).hasMessageContaining("3 found of 2");
  }
}

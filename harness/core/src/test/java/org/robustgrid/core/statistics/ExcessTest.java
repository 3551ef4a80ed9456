package org.robustgrid.core.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExcessTest {

  @Test
  void isTheTailOfTheBinomialDistribution() {
    // P(X ≥ 3) = 0.079 and P(X ≥ 4) = 0.018 of 100 at 1 %
    assertThat(Excess.beyond(3, 100, 0.01)).isFalse();
    assertThat(Excess.beyond(4, 100, 0.01)).isTrue();
  }

  @Test
  void nothingFoundIsNeverTooMuch() {
    assertThat(Excess.beyond(0, 0, 0.01)).isFalse();
  }
}

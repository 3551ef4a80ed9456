package org.robustgrid.leaderboard.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ExcessTest {

  @Test
  void isTheTailOfTheBinomialDistribution() {
    assertThat(Excess.p(1, 100, 0.01)).isCloseTo(1 - Math.pow(0.99, 100), within(1e-12));
    assertThat(Excess.p(2, 2, 0.01)).isCloseTo(1e-4, within(1e-12));
  }

  @Test
  void nothingFoundIsNeverTooMuch() {
    assertThat(Excess.p(0, 0, 0.01)).isEqualTo(1);
  }

  @Test
  void moreThanWereAskedAreRefused() {
    assertThatThrownBy(() -> Excess.p(3, 2, 0.01)).hasMessageContaining("3 found of 2");
  }
}

package org.robustgrid.numerics.certify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class BinomialTestTest {

  @Test
  void agrees_with_counting_the_tosses() {
    // 8 or more heads, or tails, of 10 tosses: 2 (45 + 10 + 1) / 1024
    assertThat(BinomialTest.evenOdds(8, 2)).isCloseTo(112 / 1024.0, within(1e-12));
    assertThat(BinomialTest.evenOdds(2, 8)).isEqualTo(BinomialTest.evenOdds(8, 2));
    assertThat(BinomialTest.evenOdds(10, 0)).isCloseTo(2 / 1024.0, within(1e-12));
  }

  @Test
  void even_counts_and_no_counts_say_nothing() {
    assertThat(BinomialTest.evenOdds(5, 5)).isEqualTo(1);
    assertThat(BinomialTest.evenOdds(0, 0)).isEqualTo(1);
  }

  @Test
  void negative_counts_are_refused() {
    assertThatIllegalArgumentException().isThrownBy(() -> BinomialTest.evenOdds(-1, 3));
  }
}

package org.robustgrid.numerics.diffusion;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.robustgrid.spi.random.RandomKey;

class ScoreDifferenceTest {

  @ParameterizedTest
  @CsvSource({"0, 1", "-1, 1", "NaN, 1", "1, 0"})
  void levels_of_no_noise_and_no_draws_are_refused(double sigma, int draws) {
    DenoiserShape shape = new DenoiserShape(new long[] {2}, 3);
    assertThatThrownBy(() -> new ScoreDifference(shape, sigma, draws))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not " + sigma + " and " + draws);
  }

  @Test
  void more_numbers_than_an_array_holds_are_refused() {
    // 2^32 numbers, which is 0 in 32 bits
    DenoiserShape shape = new DenoiserShape(new long[] {1 << 20}, 1 << 12);
    ScoreDifference difference = new ScoreDifference(shape, 1, 1);
    assertThatThrownBy(() -> difference.of(null, new float[0], new int[1], RandomKey.of(0)))
        .isInstanceOf(ArithmeticException.class);
  }
}

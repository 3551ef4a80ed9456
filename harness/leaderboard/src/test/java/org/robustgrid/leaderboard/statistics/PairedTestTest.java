package org.robustgrid.leaderboard.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairedTestTest {

  @ParameterizedTest(name = "{0} and {1} seeds, {2} and {3} samples")
  @CsvSource({"1, 1, 1, 1", "1, 1, 64, 64", "1, 1, 130, 65", "2, 3, 100, 100", "1, 3, 70, 129"})
  void a_test_has_the_difference_and_p_value_of_the_comparison(
      int firstSeeds, int secondSeeds, int firstSamples, int secondSamples) {
    SplittableRandom random = new SplittableRandom(firstSamples);
    Outcomes first = outcomes(firstSeeds, firstSamples, 0.7, random);
    Outcomes second = outcomes(secondSeeds, secondSamples, 0.4, random);
    PairedComparison comparison = PairedComparison.of(first, second);
    assertThat(PairedTest.of(first, second))
        .isEqualTo(new PairedTest(comparison.difference().estimate(), comparison.p()));
  }

  private static Outcomes outcomes(int seeds, int samples, double rate, SplittableRandom random) {
    List<Bits> bits = new ArrayList<>();
    for (int seed = 0; seed < seeds; seed++) {
      bits.add(Bits.of(samples, i -> random.nextDouble() < rate));
    }
    return new Outcomes(bits);
  }
}

package org.robustgrid.leaderboard.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Equal defenses over trainings, whose numbers and spreads may differ between the two sides. */
@Tag("slow")
class TwoLevelSimulationTest {

  private static final int SAMPLES = 500;
  private static final int RUNS = 500;
  private static final double LEVEL = 0.05;

  /** The level that Holm's correction leaves for the clearest of the pairs of ten rows. */
  private static final double LEVEL_OF_MANY = LEVEL / 45;

  @ParameterizedTest(name = "{0} against {1} seeds, spreads {2} and {3}")
  @CsvSource({
    "2, 2, 0, 0",
    "2, 2, 0.03, 0.03",
    "2, 2, 0.06, 0.002",
    "3, 3, 0.03, 0.03",
    "3, 3, 0.06, 0.002",
    "5, 5, 0.03, 0.03",
    "5, 5, 0.06, 0.002",
    "2, 10, 0, 0",
    "2, 10, 0.03, 0.03",
    "2, 10, 0.06, 0.002",
    "2, 10, 0.002, 0.06",
    "1, 5, 0, 0.03",
    "1, 2, 0, 0"
  })
  void equal_defenses_differ_significantly_no_more_often_than_stated(
      int firstSeeds, int secondSeeds, double firstSpread, double secondSpread) {
    Random random = new Random(5);
    int rejected = 0;
    int rejectedAmongMany = 0;
    for (int run = 0; run < RUNS; run++) {
      double[] difficulty = difficulty(random);
      double p =
          TwoLevelComparison.of(
                  trainings(random, difficulty, firstSeeds, firstSpread, 0),
                  trainings(random, difficulty, secondSeeds, secondSpread, 0),
                  0.95)
              .p();
      rejected += p <= LEVEL ? 1 : 0;
      rejectedAmongMany += p <= LEVEL_OF_MANY ? 1 : 0;
    }
    // two standard deviations of a share of so many runs
    assertThat(rejected / (double) RUNS)
        .isLessThanOrEqualTo(LEVEL + 2 * Math.sqrt(LEVEL * (1 - LEVEL) / RUNS));
    assertThat(rejectedAmongMany).isLessThanOrEqualTo(3);
  }

  @Test
  void twelve_points_are_found_over_three_trainings_a_side() {
    Random random = new Random(6);
    int found = 0;
    for (int run = 0; run < 300; run++) {
      double[] difficulty = difficulty(random);
      double p =
          TwoLevelComparison.of(
                  trainings(random, difficulty, 3, 0.01, 0),
                  trainings(random, difficulty, 3, 0.01, 0.12),
                  0.95)
              .p();
      found += p <= LEVEL ? 1 : 0;
    }
    assertThat(found / 300.0).isGreaterThan(0.8);
  }

  /** One latent difficulty a sample; two trainings of one rate agree on most samples. */
  private static double[] difficulty(Random random) {
    return random.doubles(SAMPLES, -0.6, 0.6).toArray();
  }

  private static Outcomes trainings(
      Random random, double[] difficulty, int seeds, double spread, double drop) {
    List<Bits> bits = new ArrayList<>();
    for (int seed = 0; seed < seeds; seed++) {
      // the share of samples right on average over the difficulties, near one half
      double rate = 0.5 + spread * random.nextGaussian() - drop;
      bits.add(
          Bits.of(
              SAMPLES, i -> random.nextDouble() < Math.max(0, Math.min(1, rate + difficulty[i]))));
    }
    return new Outcomes(bits);
  }
}

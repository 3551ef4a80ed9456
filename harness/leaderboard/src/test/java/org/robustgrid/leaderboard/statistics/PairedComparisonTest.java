package org.robustgrid.leaderboard.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PairedComparisonTest {

  private static final Outcomes FIRST =
      outcomes("11101101011110", "11011101010110", "11101001111111");
  private static final Outcomes SECOND = outcomes("10100100011010", "11000101001000");

  @Test
  void one_seed_each_is_mcnemars_test_with_the_samples_behind_it() {
    PairedComparison comparison = PairedComparison.of(outcomes("1111100"), outcomes("0011110"));
    assertThat(comparison.onlyFirst()).containsExactly(0, 1);
    assertThat(comparison.onlySecond()).containsExactly(5);
    assertThat(comparison.p()).isEqualTo(McNemar.twoSided(2, 1));
    assertThat(comparison.difference()).isEqualTo(TangoInterval.of(2, 1, 7, 0.95));
    assertThat(comparison.twoLevel()).isEmpty();
  }

  @Test
  void several_seeds_are_compared_on_both_levels() {
    // the same formulas in NumPy, with the residuals of the layout summed one by one
    TwoLevelComparison comparison = TwoLevelComparison.of(FIRST, SECOND, 0.95);
    assertThat(comparison.difference().estimate()).isCloseTo(0.32142857142857134, within(1e-12));
    assertThat(comparison.difference().low()).isCloseTo(-0.21636587770130433, within(1e-9));
    assertThat(comparison.difference().high()).isCloseTo(0.7788658777013042, within(1e-9));
    assertThat(comparison.p()).isCloseTo(0.0950909373995795, within(1e-9));
    assertThat(comparison.seedError()).isCloseTo(0.05455447255899807, within(1e-12));
    assertThat(comparison.sampleError()).isCloseTo(0.051551919216315634, within(1e-12));
  }

  @Test
  void the_spread_between_seeds_is_separated_from_chance_over_samples() {
    SeedVariance variance = SeedVariance.of(FIRST);
    assertThat(variance.observed()).isCloseTo(0.005102040816326526, within(1e-15));
    assertThat(variance.chance()).isCloseTo(0.010596546310832025, within(1e-15));
    assertThat(variance.trueSpread()).isZero();
  }

  @Test
  void trainings_that_truly_differ_keep_their_spread() {
    SplittableRandom random = new SplittableRandom(3);
    Outcomes outcomes =
        new Outcomes(
            List.of(bits(random, 0.5), bits(random, 0.6), bits(random, 0.7), bits(random, 0.8)));
    // the standard deviation of 0.5, 0.6, 0.7 and 0.8 is 0.129
    assertThat(SeedVariance.of(outcomes).trueSpread()).isBetween(0.11, 0.15);
  }

  @Test
  void the_difference_is_mirrored_where_the_sides_are_exchanged() {
    PairedComparison one = PairedComparison.of(FIRST, SECOND);
    PairedComparison other = PairedComparison.of(SECOND, FIRST);
    assertThat(one.p()).isCloseTo(other.p(), within(1e-12));
    assertThat(one.difference().low()).isCloseTo(-other.difference().high(), within(1e-12));
    assertThat(one.onlyFirst()).isEqualTo(other.onlySecond());
  }

  @Test
  void a_single_model_beside_trainings_adds_no_variance_of_its_own() {
    Outcomes model = outcomes("10100100011010");
    TwoLevelComparison comparison = TwoLevelComparison.of(FIRST, model, 0.95);
    assertThat(comparison.seedError())
        .isCloseTo(Math.sqrt(SeedVariance.of(FIRST).observed() / 3), within(1e-15));
    assertThat(comparison.p()).isCloseTo(0.08233405318337925, within(1e-9));
  }

  @Test
  void identical_trainings_are_no_difference_and_no_certainty() {
    Outcomes same = outcomes("1101", "1101", "1101");
    PairedComparison comparison = PairedComparison.of(same, same);
    assertThat(comparison.p()).isEqualTo(1);
    assertThat(comparison.difference().low()).isNegative();
    assertThat(comparison.difference().high()).isPositive();
  }

  @Test
  void one_model_beside_one_model_has_no_two_levels() {
    Outcomes one = outcomes("10");
    assertThatThrownBy(() -> TwoLevelComparison.of(one, one, 0.95))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void seeds_over_different_samples_are_refused() {
    assertThatThrownBy(() -> outcomes("10", "101")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Outcomes(List.of())).isInstanceOf(IllegalArgumentException.class);
  }

  /** Of equal defenses, over trainings that differ by 3 points and samples of all difficulties. */
  @Test
  void equal_defenses_differ_significantly_no_more_often_than_stated() {
    SplittableRandom random = new SplittableRandom(11);
    int rejected = 0;
    int rejectedFar = 0;
    int rejectedBySamplesAlone = 0;
    for (int run = 0; run < 1000; run++) {
      double[] difficulty = random.doubles(200).map(u -> 1 - u * u).toArray();
      Outcomes first = trainings(random, difficulty);
      Outcomes second = trainings(random, difficulty);
      double p = TwoLevelComparison.of(first, second, 0.95).p();
      rejected += p <= 0.05 ? 1 : 0;
      rejectedFar += p <= 0.005 ? 1 : 0;
      PairedComparison models =
          PairedComparison.of(
              new Outcomes(first.bits().subList(0, 1)), new Outcomes(second.bits().subList(0, 1)));
      rejectedBySamplesAlone += models.p() <= 0.05 ? 1 : 0;
    }
    assertThat(rejected).isLessThanOrEqualTo(50);
    assertThat(rejectedFar).isLessThanOrEqualTo(8);
    // what the test must guard against: two models differ though their defenses do not
    assertThat(rejectedBySamplesAlone).isGreaterThan(70);
  }

  private static Outcomes outcomes(String... bits) {
    return new Outcomes(Stream.of(bits).map(Bits::of).toList());
  }

  private static Outcomes trainings(SplittableRandom random, double[] difficulty) {
    List<Bits> bits = new ArrayList<>();
    for (int seed = 0; seed < 3; seed++) {
      double shift = 0.03 * Math.sqrt(12) * (random.nextDouble() - 0.5);
      bits.add(Bits.of(difficulty.length, i -> random.nextDouble() < difficulty[i] + shift));
    }
    return new Outcomes(bits);
  }

  private static Bits bits(SplittableRandom random, double rate) {
    return Bits.of(4000, i -> random.nextDouble() < rate);
  }
}

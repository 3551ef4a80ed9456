package org.robustgrid.leaderboard.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Reference values are from SciPy's binomtest, and from enumerating every case in Python. */
class PairedTestsTest {

  @Test
  void mcnemars_two_sided_test_is_the_exact_binomial_one() {
    assertThat(McNemar.twoSided(25, 55)).isCloseTo(0.0010527348573533446, within(1e-15));
    assertThat(McNemar.twoSided(55, 25)).isEqualTo(McNemar.twoSided(25, 55));
  }

  @Test
  void mcnemars_one_sided_test_looks_at_losses_only() {
    assertThat(McNemar.oneSided(25, 55)).isCloseTo(0.0005263674286766723, within(1e-15));
    assertThat(McNemar.oneSided(2, 6)).isCloseTo(37 / 256.0, within(1e-15));
    assertThat(McNemar.oneSided(55, 25)).isGreaterThan(0.999);
  }

  @Test
  void no_changed_sample_is_no_evidence() {
    assertThat(McNemar.twoSided(0, 0)).isEqualTo(1);
    assertThat(McNemar.oneSided(0, 0)).isEqualTo(1);
    assertThat(SignFlipTest.drop(new int[5])).isEqualTo(1);
  }

  @Test
  void an_even_split_is_no_evidence() {
    assertThat(McNemar.twoSided(7, 7)).isEqualTo(1);
  }

  @Test
  void negative_counts_are_refused() {
    assertThatThrownBy(() -> McNemar.oneSided(-1, 3)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void flipping_signs_with_one_seed_is_mcnemars_test() {
    int[] differences = {-1, 0, -1, -1, 1, -1, -1, 0, 0, 1, -1};
    assertThat(SignFlipTest.drop(differences)).isCloseTo(McNemar.oneSided(2, 6), within(1e-15));
  }

  @Test
  void flipping_signs_counts_every_assignment() {
    assertThat(SignFlipTest.drop(new int[] {-2, -1, -1, 3, -3, -2, 1, 0}))
        .isCloseTo(0.2421875, within(1e-15));
  }

  @Test
  void samples_that_fall_under_all_seeds_together_are_not_independent_evidence() {
    // five seeds lost three samples each: fifteen losses if counted one by one
    int[] together = {-5, -5, -5, 0, 0, 0};
    assertThat(SignFlipTest.drop(together)).isCloseTo(1 / 8.0, within(1e-15));
  }

  @Test
  void permutations_of_seeds_are_all_counted() {
    int[] before = {912, 915, 907, 920, 910};
    int[] after = {905, 899, 911, 903, 908};
    assertThat(SeedPermutationTest.drop(before, after)).isCloseTo(6 / 252.0, within(1e-15));
  }

  @Test
  void seeds_that_are_all_lower_give_the_smallest_p_value_there_is() {
    int[] before = {912, 915, 907, 920, 910};
    int[] after = {805, 799, 811, 803, 808};
    assertThat(SeedPermutationTest.drop(before, after))
        .isCloseTo(SeedPermutationTest.least(5, 5), within(1e-15));
    assertThat(SeedPermutationTest.least(5, 5)).isCloseTo(1 / 252.0, within(1e-15));
  }

  @Test
  void seeds_that_all_agree_are_no_evidence() {
    assertThat(SeedPermutationTest.drop(new int[] {9, 9, 9}, new int[] {9, 9})).isEqualTo(1);
  }

  @Test
  void holm_multiplies_by_the_remaining_tests_and_never_decreases() {
    assertThat(Holm.adjust(List.of(0.01, 0.04, 0.03, 0.005)))
        .usingElementComparator((x, y) -> Math.abs(x - y) < 1e-12 ? 0 : Double.compare(x, y))
        .containsExactly(0.03, 0.06, 0.06, 0.02);
  }

  @Test
  void holm_leaves_a_single_test_alone_and_stays_within_one() {
    assertThat(Holm.adjust(List.of(0.04))).containsExactly(0.04);
    assertThat(Holm.adjust(List.of(0.7, 0.9))).containsExactly(1.0, 1.0);
    assertThat(Holm.adjust(List.of())).isEmpty();
  }

  @Test
  void holm_refuses_what_is_no_probability() {
    assertThatThrownBy(() -> Holm.adjust(List.of(Double.NaN)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

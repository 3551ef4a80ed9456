package org.robustgrid.run.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SampleChoiceTest {

  private static final String KEY = "ab".repeat(32);

  private static List<Integer> samples(int count) {
    return IntStream.range(100, 100 + count).boxed().toList();
  }

  @Test
  void takes_a_share_and_a_few_at_least() {
    SampleChoice choice = new SampleChoice(0.02, 7);
    assertThat(choice.of(KEY, samples(1000))).hasSize(20).isSorted().doesNotHaveDuplicates();
    assertThat(choice.of(KEY, samples(10))).hasSize(SampleChoice.LEAST);
    assertThat(choice.of(KEY, samples(2))).isEqualTo(samples(2));
    assertThat(new SampleChoice(1, 7).of(KEY, samples(50))).isEqualTo(samples(50));
    assertThat(new SampleChoice(0, 7).of(KEY, samples(50))).isEmpty();
  }

  @Test
  void depends_on_the_seed_and_the_cell_alone() {
    List<Integer> chosen = new SampleChoice(0.02, 7).of(KEY, samples(1000));
    assertThat(new SampleChoice(0.02, 7).of(KEY, samples(1000))).isEqualTo(chosen);
    assertThat(new SampleChoice(0.02, 8).of(KEY, samples(1000))).isNotEqualTo(chosen);
    assertThat(new SampleChoice(0.02, 7).of("cd".repeat(32), samples(1000))).isNotEqualTo(chosen);
  }

  @Test
  void finds_forged_outcomes_as_often_as_it_says() {
    int seeds = 4000;
    int all = 250;
    for (int forged : new int[] {1, 5, 25, 100}) {
      Set<Integer> those = Set.copyOf(samples(all).subList(0, forged));
      long found =
          IntStream.range(0, seeds)
              .filter(
                  seed ->
                      new SampleChoice(0.02, seed)
                          .of(KEY, samples(all)).stream().anyMatch(those::contains))
              .count();
      double expected = new SampleChoice(0.02, 0).found(forged, all);
      // four standard errors
      double error = 4 * Math.sqrt(expected * (1 - expected) / seeds);
      assertThat(found / (double) seeds).as("%d forged", forged).isEqualTo(expected, within(error));
    }
  }

  @Test
  void finds_them_at_least_as_often_as_independent_draws_of_the_share_would() {
    for (double share : new double[] {0.01, 0.02, 0.1, 1}) {
      SampleChoice choice = new SampleChoice(share, 0);
      for (int all : new int[] {1, 3, 10, 99, 1000}) {
        for (int forged = 1; forged <= all; forged += 1 + forged / 3) {
          assertThat(choice.found(forged, all))
              .as("%s of %d, %d forged", share, all, forged)
              .isGreaterThanOrEqualTo(1 - Math.pow(1 - share, forged) - 1e-12);
        }
      }
    }
    assertThat(new SampleChoice(1, 0).found(1, 1000)).isEqualTo(1, within(1e-12));
    assertThat(new SampleChoice(0.02, 0).found(0, 1000)).isZero();
  }

  @Test
  void refuses_what_is_no_share() {
    assertThatThrownBy(() -> new SampleChoice(1.5, 0)).hasMessageContaining("found 1.5");
    assertThatThrownBy(() -> new SampleChoice(Double.NaN, 0)).hasMessageContaining("0 to 1");
  }
}

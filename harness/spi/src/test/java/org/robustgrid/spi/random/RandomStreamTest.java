package org.robustgrid.spi.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RandomStreamTest {

  @Test
  void agrees_with_the_published_known_answer_of_philox() {
    // Random123's known-answer test of philox4x32-10 for counter 0 and key 0
    RandomStream stream = new RandomStream(0);
    assertThat(stream.nextLong()).isEqualTo(0xE169C58D6627E8D5L);
    assertThat(stream.nextLong()).isEqualTo(0x9B00DBD8BC57AC4CL);
  }

  @Test
  void the_path_alone_decides_the_stream() {
    RandomKey root = RandomKey.of(7);
    RandomStream disturbed = root.with("start").with(3).stream();
    root.with("other").stream().nextLong();
    assertThat(disturbed.nextLong()).isEqualTo(root.with("start").with(3).stream().nextLong());
  }

  @Test
  void paths_that_differ_in_order_word_or_number_differ() {
    RandomKey root = RandomKey.of(0);
    Set<Long> states = new HashSet<>();
    int paths = 0;
    for (String word : new String[] {"a", "b", "ab", ""}) {
      for (long i = -50; i < 50; i++) {
        for (long j = 0; j < 20; j++) {
          states.add(root.with(word).with(i).with(j).state());
          states.add(root.with(i).with(word).with(j).state());
          paths += 2;
        }
      }
    }
    assertThat(states).hasSize(paths);
  }

  @Test
  void uniform_numbers_have_the_moments_of_the_uniform_distribution() {
    RandomStream stream = RandomKey.of(1).stream();
    double sum = 0;
    double squares = 0;
    int n = 200_000;
    for (int i = 0; i < n; i++) {
      double u = stream.nextDouble();
      assertThat(u).isBetween(0.0, Math.nextDown(1.0));
      sum += u;
      squares += u * u;
    }
    assertThat(sum / n).isCloseTo(0.5, within(0.003));
    assertThat(squares / n).isCloseTo(1 / 3.0, within(0.003));
  }

  @Test
  void gaussian_numbers_have_the_moments_of_the_normal_distribution() {
    RandomStream stream = RandomKey.of(2).stream();
    double[] moments = new double[5];
    int n = 200_000;
    for (int i = 0; i < n; i++) {
      double g = stream.nextGaussian();
      for (int k = 1; k <= 4; k++) {
        moments[k] += Math.pow(g, k) / n;
      }
    }
    assertThat(moments[1]).isCloseTo(0, within(0.01));
    assertThat(moments[2]).isCloseTo(1, within(0.02));
    assertThat(moments[3]).isCloseTo(0, within(0.04));
    assertThat(moments[4]).isCloseTo(3, within(0.1));
  }

  @Test
  void gaussian_numbers_in_bulk_follow_the_normal_distribution() {
    double[] values = new double[400_000];
    RandomKey.of(9).stream().fillGaussian(values, 0, values.length);
    double[] ends = {-3.7, -3, -2, -1, -0.3, 0, 0.3, 1, 2, 3, 3.7};
    // Φ at the ends; the tail beyond 3.6541 has a rule of its own
    double[] expected = {
      0.000107800,
      0.001349898,
      0.022750132,
      0.158655254,
      0.382088578,
      0.5,
      0.617911422,
      0.841344746,
      0.977249868,
      0.998650102,
      0.999892200
    };
    for (int i = 0; i < ends.length; i++) {
      double end = ends[i];
      double share = Arrays.stream(values).filter(v -> v < end).count() / (double) values.length;
      double deviation = Math.sqrt(expected[i] * (1 - expected[i]) / values.length);
      assertThat(share).isCloseTo(expected[i], within(4 * deviation));
    }
    double fourth = Arrays.stream(values).map(v -> v * v * v * v).average().orElseThrow();
    assertThat(fourth).isCloseTo(3, within(0.06));
  }

  @Test
  void gaussian_numbers_in_bulk_do_not_depend_on_how_they_are_asked_for() {
    double[] whole = new double[1000];
    RandomKey.of(10).stream().fillGaussian(whole, 0, 1000);
    double[] parts = new double[1000];
    RandomStream stream = RandomKey.of(10).stream();
    stream.fillGaussian(parts, 0, 333);
    stream.fillGaussian(parts, 333, 1000);
    assertThat(parts).containsExactly(whole);
  }

  @Test
  void samples_with_neighbouring_indices_are_uncorrelated() {
    RandomKey key = RandomKey.of(3).with("start");
    int n = 50_000;
    double product = 0;
    for (int i = 0; i < n; i++) {
      product +=
          (key.with(i).stream().nextDouble() - 0.5) * (key.with(i + 1).stream().nextDouble() - 0.5);
    }
    assertThat(product / n * 12).isCloseTo(0, within(0.015));
  }

  @Test
  void bounded_integers_are_uniform() {
    RandomStream stream = RandomKey.of(4).stream();
    int[] counts = new int[7];
    for (int i = 0; i < 70_000; i++) {
      counts[stream.nextInt(7)]++;
    }
    assertThat(Arrays.stream(counts).boxed()).allMatch(count -> count > 9_600 && count < 10_400);
  }

  @Test
  void a_permutation_holds_every_index_once() {
    int[] order = RandomKey.of(5).stream().permutation(1000);
    assertThat(order).isNotEqualTo(RandomKey.of(6).stream().permutation(1000));
    Arrays.sort(order);
    assertThat(order).startsWith(0, 1, 2).endsWith(998, 999).doesNotHaveDuplicates();
  }

  @Test
  void a_bound_of_zero_is_refused() {
    assertThatIllegalArgumentException().isThrownBy(() -> RandomKey.of(0).stream().nextInt(0));
  }
}

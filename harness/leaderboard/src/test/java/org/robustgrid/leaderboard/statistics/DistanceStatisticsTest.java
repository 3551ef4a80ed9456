package org.robustgrid.leaderboard.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.robustgrid.leaderboard.statistics.DistanceStatistics.Estimate;

class DistanceStatisticsTest {

  private static final double INFINITE = Double.POSITIVE_INFINITY;

  private static DistanceStatistics of(double... values) {
    return new DistanceStatistics(List.of(values));
  }

  @Test
  void the_median_is_between_the_middle_values() {
    assertThat(of(3, 1, 2).median(0.95).value()).isEqualTo(2);
    assertThat(of(4, 1, 2, 3).median(0.95).value()).isEqualTo(2.5);
  }

  @Test
  void the_median_is_infinite_where_half_of_the_samples_are_not_broken() {
    assertThat(of(1, INFINITE, INFINITE).median(0.95).value()).isInfinite();
    assertThat(of(1, 2, INFINITE, INFINITE).median(0.95).value()).isInfinite();
    assertThat(of(1, 2, INFINITE).median(0.95).value()).isEqualTo(2);
  }

  @Test
  void the_interval_of_the_median_is_of_the_order_statistics_that_tables_give() {
    // n = 20: the 6th and the 15th value cover with 95.9 %; n = 10: the 2nd and 9th with 97.9 %
    double[] twenty = IntStream.rangeClosed(1, 20).mapToDouble(i -> i).toArray();
    assertThat(of(twenty).median(0.95)).isEqualTo(new Estimate(10.5, 6, 15));
    assertThat(of(Arrays.copyOf(twenty, 10)).median(0.95)).isEqualTo(new Estimate(5.5, 2, 9));
  }

  @Test
  void five_samples_say_nothing_about_a_median_at_this_confidence() {
    assertThat(of(1, 2, 3, 4, 5).median(0.95)).isEqualTo(new Estimate(3, 0, INFINITE));
    assertThat(of(1, 2, 3, 4, 5, 6).median(0.95)).isEqualTo(new Estimate(3.5, 1, 6));
  }

  @Test
  void the_interval_of_the_median_covers_it_as_often_as_it_says() {
    Random random = new Random(3);
    int covered = 0;
    int trials = 2000;
    for (int trial = 0; trial < trials; trial++) {
      double[] sample = random.doubles(40).map(u -> -Math.log(u)).toArray();
      Estimate median = of(sample).median(0.95);
      covered += median.low() <= Math.log(2) && Math.log(2) <= median.high() ? 1 : 0;
    }
    // exactly 0.9615 for the 14th and the 27th of 40; three deviations are 0.013
    assertThat(covered / (double) trials).isBetween(0.948, 0.975);
  }

  @Test
  void the_mean_has_students_interval() {
    // t of 3 degrees of freedom is 3.182446, the deviation of 1 … 4 is 1.290994
    Estimate mean = of(1, 2, 3, 4).mean(INFINITE, 0.95);
    assertThat(mean.value()).isEqualTo(2.5);
    assertThat(mean.high() - 2.5).isCloseTo(3.182446 * 1.290994 / 2, within(1e-5));
    assertThat(mean.low()).isCloseTo(5 - mean.high(), within(1e-12));
  }

  @Test
  void the_mean_is_infinite_unless_unbroken_samples_count_as_a_radius() {
    assertThat(of(1, 3, INFINITE).mean(INFINITE, 0.95).value()).isInfinite();
    assertThat(of(1, 3, INFINITE).mean(5, 0.95).value()).isEqualTo(3);
    assertThat(of(1, 3, INFINITE).unbroken()).isEqualTo(1);
  }

  @Test
  void the_mean_is_the_area_under_the_curve_of_accuracy() {
    DistanceStatistics distances = of(0, 0.2, 0.5, 0.9, INFINITE);
    double area = 0;
    int steps = 100_000;
    for (int i = 0; i < steps; i++) {
      area += distances.beyond((i + 0.5) / steps) / distances.samples() / steps;
    }
    assertThat(distances.mean(1, 0.95).value()).isCloseTo(area, within(1e-4));
  }

  @Test
  void seeds_are_averaged_sample_by_sample() {
    DistanceStatistics both =
        new DistanceStatistics(List.of(new double[] {0, 2}, new double[] {2, 4}));
    assertThat(both.median(0.95).value()).isEqualTo(2);
    assertThat(both.mean(INFINITE, 0.95).value()).isEqualTo(2);
    assertThat(both.beyond(1)).isEqualTo(1.5);
  }
}

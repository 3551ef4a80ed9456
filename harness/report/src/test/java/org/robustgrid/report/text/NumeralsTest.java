package org.robustgrid.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.robustgrid.leaderboard.Leaderboard.Rate;
import org.robustgrid.leaderboard.statistics.Interval;

class NumeralsTest {

  @Test
  void measured_numbers_keep_the_zeros_that_were_measured() {
    assertThat(Numerals.measured(1.2, 3)).isEqualTo("1.20");
    assertThat(Numerals.measured(0.5, 3)).isEqualTo("0.500");
    assertThat(Numerals.measured(0.09889, 3)).isEqualTo("0.0989");
    assertThat(Numerals.measured(0.9996, 3)).isEqualTo("1.00");
    assertThat(Numerals.measured(12.04, 3)).isEqualTo("12.0");
    assertThat(Numerals.measured(12345, 3)).isEqualTo("12300");
    assertThat(Numerals.measured(0, 3)).isEqualTo("0");
  }

  @Test
  void a_rate_reads_as_percent_with_its_interval() {
    assertThat(Numerals.rate(new Rate(0.932, new Interval(0.915, 0.946), null)))
        .isEqualTo("93.2 % [91.5, 94.6]");
  }

  @Test
  void a_spread_over_seeds_follows_the_interval() {
    assertThat(Numerals.rate(new Rate(0.932, new Interval(0.915, 0.946), 0.008)))
        .isEqualTo("93.2 % [91.5, 94.6] ± 0.8");
  }

  @Test
  void a_rate_over_fewer_samples_says_how_many() {
    assertThat(Numerals.rate(new Rate(0.932, new Interval(0.915, 0.946), 0.008, 200, null)))
        .isEqualTo("93.2 % [91.5, 94.6] ± 0.8 (n = 200)");
  }

  @ParameterizedTest
  @CsvSource({"0.1,0.1", "2,2", "0.03137254901960784,8/255", "0.00392156862745098,1/255", "0,0"})
  void an_epsilon_reads_as_people_write_it(double epsilon, String text) {
    assertThat(Numerals.epsilon(epsilon)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"101,101", "101.4,101", "2.5,2.5", "41,41", "0,0"})
  void a_count_has_decimals_only_where_they_matter(double count, String text) {
    assertThat(Numerals.count(count)).isEqualTo(text);
  }
}

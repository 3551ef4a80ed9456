package org.robustgrid.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {

  @ParameterizedTest
  @CsvSource({"0.04,0.0 s", "8.34,8.3 s", "59.96,1 min 0 s", "125,2 min 5 s", "11520,3 h 12 min"})
  void reads_as_people_say_it(double seconds, String words) {
    assertThat(Durations.words(seconds)).isEqualTo(words);
  }
}

package org.robustgrid.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TrainedAccuracyTest {

  @Test
  void the_share_is_given_with_its_interval_and_the_number_of_samples() {
    assertThat(new TrainedAccuracy("digits", 1904, 2000, 10, 0.114).line())
        .isEqualTo("clean accuracy 95.2 % [94.2, 96.1] on the 2000 test samples of digits");
  }

  @Test
  void a_model_whose_interval_holds_chance_is_warned_of() {
    assertThat(new TrainedAccuracy("digits", 210, 2000, 10, 0.1).warning().orElseThrow())
        .contains("no better than chance", "of 10 classes", "right in 10.0 %");
  }

  @Test
  void a_model_that_always_says_the_most_frequent_class_is_warned_of() {
    assertThat(new TrainedAccuracy("points", 700, 1000, 2, 0.7).warning().orElseThrow())
        .contains("makes up 70.0 %");
  }

  @Test
  void a_model_above_chance_is_not() {
    assertThat(new TrainedAccuracy("digits", 300, 2000, 10, 0.114).warning()).isEmpty();
  }
}

package org.robustgrid.numerics.certify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CertificateTest {

  @Test
  void the_bound_of_only_successes_is_the_root_of_alpha() {
    assertThat(ClopperPearson.lowerBound(100, 100, 0.001))
        .isCloseTo(Math.pow(0.001, 0.01), within(1e-13));
  }

  @Test
  void without_successes_nothing_is_known_from_below() {
    assertThat(ClopperPearson.lowerBound(0, 50, 0.05)).isZero();
  }

  @Test
  void the_upper_bound_mirrors_the_lower() {
    assertThat(ClopperPearson.upperBound(30, 100, 0.05))
        .isCloseTo(1 - ClopperPearson.lowerBound(70, 100, 0.05), within(1e-15));
  }

  @Test
  void more_successes_never_lower_the_bound() {
    double last = 0;
    for (int successes = 0; successes <= 40; successes++) {
      double bound = ClopperPearson.lowerBound(successes, 40, 0.01);
      assertThat(bound).isGreaterThanOrEqualTo(last);
      last = bound;
    }
  }

  @Test
  void more_successes_than_trials_are_refused() {
    assertThatThrownBy(() -> ClopperPearson.lowerBound(3, 2, 0.05))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("successes <= trials");
  }

  @Test
  void hoeffding_stays_inside_the_unit_interval() {
    assertThat(HoeffdingBound.lowerBound(0.01, 10, 0.05)).isZero();
    assertThat(HoeffdingBound.upperBound(0.99, 10, 0.05)).isEqualTo(1);
    assertThat(HoeffdingBound.lowerBound(0.8, 1000, 0.05))
        .isCloseTo(0.8 - Math.sqrt(Math.log(20) / 2000), within(1e-12));
  }

  @Test
  void a_bound_of_one_half_abstains() {
    assertThat(SmoothingRadius.hard(0.5, 1)).isEmpty();
    assertThat(SmoothingRadius.hard(0.51, 1)).isPresent();
  }

  @Test
  void soft_radii_vanish_where_the_scores_meet() {
    assertThat(SmoothingRadius.soft(0.4, 0.4, 1)).isEmpty();
    assertThat(SmoothingRadius.soft(0.8413447460685429, 0.15865525393145707, 0.5).getAsDouble())
        .isCloseTo(0.5, within(1e-12));
  }
}

package org.robustgrid.spi.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.robustgrid.spi.Access;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.Norm;

class ThreatModelTest {

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, Double.NaN, Double.NEGATIVE_INFINITY})
  void epsilon_must_be_a_number_and_not_negative(double epsilon) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ThreatModel(Norm.LINF, epsilon))
        .withMessageContaining("epsilon");
  }

  @Test
  void without_an_epsilon_only_the_domain_bounds() {
    assertThat(ThreatModel.unbounded(Norm.L2).bounded()).isFalse();
    assertThat(new ThreatModel(Norm.L2, 1).bounded()).isTrue();
  }

  @Test
  void an_unknown_norm_is_answered_with_the_known_ones() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Norm.of("l3"))
        .withMessageContaining("linf, l2, l1 or l0");
  }

  @Test
  void access_includes_what_is_weaker() {
    assertThat(Access.GRADIENTS.includes(Access.DECISIONS)).isTrue();
    assertThat(Access.SCORES.includes(Access.GRADIENTS)).isFalse();
  }

  @Test
  void the_box_clips_and_lets_not_a_number_through() {
    assertThat(Domain.UNIT.clip(1.5)).isEqualTo(1);
    assertThat(Domain.UNIT.clip(-0.5)).isEqualTo(0);
    assertThat(Domain.UNIT.clip(Double.NaN)).isNaN();
    assertThat(Domain.UNBOUNDED.clip(-1e300)).isEqualTo(-1e300);
  }
}

package org.robustgrid.analyses;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.robustgrid.spi.Domain;

class AnyEpsilonTest {

  private static final Domain PLANE = new Domain(-20, 20);

  @Test
  void any_image_may_become_grey_at_half_the_range() {
    assertThat(AnyEpsilon.of("linf", Domain.UNIT, 1, 28, 28)).hasValue(0.5);
  }

  @Test
  void other_data_need_the_whole_range() {
    assertThat(AnyEpsilon.of("linf", PLANE, 2)).hasValue(40);
  }

  @Test
  void under_other_norms_the_diameter_is_needed() {
    assertThat(AnyEpsilon.of("l2", PLANE, 4)).hasValue(80);
    assertThat(AnyEpsilon.of("l2", Domain.UNIT, 1, 28, 28)).hasValue(28);
    assertThat(AnyEpsilon.of("l1", PLANE, 4)).hasValue(160);
  }

  @Test
  void without_a_box_there_is_none() {
    assertThat(AnyEpsilon.of("linf", Domain.UNBOUNDED, 2)).isEmpty();
  }
}

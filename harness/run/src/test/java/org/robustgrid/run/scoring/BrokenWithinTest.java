package org.robustgrid.run.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BrokenWithinTest {

  @Test
  void counts_samples_up_to_the_first_step_that_holds_all_that_were_broken() {
    assertThat(BrokenWithin.of(Arrays.asList(3L, null, 40L, 20L, null, 2L)))
        .containsExactly(
            entry(1L, 0), entry(2L, 1), entry(5L, 2), entry(10L, 2), entry(20L, 3), entry(50L, 4));
  }

  @Test
  void none_broken_is_not_the_same_as_not_known() {
    assertThat(BrokenWithin.of(Arrays.asList(null, null))).isEmpty();
    assertThat(BrokenWithin.of(List.of())).isEmpty();
    assertThat(BrokenWithin.of(null)).isNull();
  }
}

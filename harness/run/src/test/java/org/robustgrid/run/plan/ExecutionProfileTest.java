package org.robustgrid.run.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ExecutionProfileTest {

  @Test
  void refuses_a_micro_batch_of_nothing() {
    assertThatThrownBy(() -> ExecutionProfile.standard("portable").withMicroBatch(0))
        .hasMessageContaining("a micro-batch must have 1 to 65536 samples, but 0 are asked for");
  }

  @Test
  void refuses_a_micro_batch_whose_halves_do_not_add_up() {
    assertThatThrownBy(() -> ExecutionProfile.standard("portable").withMicroBatch(100))
        .hasMessageContaining("must be a power of two, but 100 samples are asked for; take 64");
  }

  @Test
  void keeps_the_micro_batch_whatever_else_changes() {
    ExecutionProfile profile =
        ExecutionProfile.standard("portable")
            .withMicroBatch(32)
            .withThreads(2)
            .withBatch(16)
            .withDraws(2, 3)
            .withPrecision("double")
            .withConvolutions("direct");

    assertThat(profile.microBatch()).isEqualTo(32);
  }
}

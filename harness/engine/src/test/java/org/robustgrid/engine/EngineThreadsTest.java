package org.robustgrid.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class EngineThreadsTest {

  private final int before = EngineThreads.count();

  @AfterEach
  void restore() {
    EngineThreads.set(before);
  }

  @Test
  void what_is_set_holds_for_open_mp_and_open_blas() {
    EngineThreads.set(1);

    assertThat(EngineThreads.count()).isEqualTo(1);
    assertThat(Nd4j.factory().blas().getMaxThreads()).isEqualTo(1);
  }

  @Test
  void no_threads_at_all_are_refused() {
    assertThatThrownBy(() -> EngineThreads.set(0)).isInstanceOf(IllegalArgumentException.class);
  }
}

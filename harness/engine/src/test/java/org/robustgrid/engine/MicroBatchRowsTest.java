package org.robustgrid.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MicroBatchRowsTest {

  @Test
  void are_the_default_unless_asked_for_otherwise() {
    assertThat(MicroBatchRows.asked()).isEqualTo(MicroBatchRows.DEFAULT);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 65_537})
  void out_of_range_are_refused(int rows) {
    assertThatThrownBy(() -> MicroBatchRows.checked(rows))
        .hasMessageContaining("1 to 65536 samples, but " + rows);
  }
}

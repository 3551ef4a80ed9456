package org.robustgrid.engine.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class KernelTableTest {

  private static final Kernel OF_8 = new Kernel("forward", 8, "direct", "jit");
  private static final Kernel OF_64 = new Kernel("forward", 64, "winograd", "jit_wino");
  private static final KernelTable TABLE = table(OF_8, OF_64);

  private static KernelTable table(Kernel... kernels) {
    return new KernelTable("onednn-avx512", "a processor", 2, List.of(kernels));
  }

  @Test
  void anOperationThatWasMeasuredIsFound() {
    assertThat(TABLE.find("forward", 8)).contains(OF_8);
  }

  @Test
  void aBatchBetweenThoseMeasuredIsTakenForTheLargerOne() {
    assertThat(TABLE.find("forward", 9)).contains(OF_64);
  }

  @Test
  void aBatchLargerThanAnyMeasuredIsTakenForTheLargest() {
    assertThat(TABLE.find("forward", 100)).contains(OF_64);
  }

  @Test
  void anOperationThatWasNotMeasuredIsNotFound() {
    assertThat(TABLE.find("gradient", 8)).isEmpty();
  }

  @Test
  void theOrderOfKernelsDoesNotMatter() {
    assertThat(table(OF_64, OF_8)).isEqualTo(TABLE);
    assertThat(table(OF_64, OF_8).sha256()).isEqualTo(TABLE.sha256());
  }

  @Test
  void anotherChoiceHasAnotherHash() {
    assertThat(table(OF_8).id()).isNotEqualTo(TABLE.id()).matches("[0-9a-f]{16}");
  }

  @Test
  void twoChoicesForOneOperationAreRefused() {
    assertThatThrownBy(() -> table(OF_8, new Kernel("forward", 8, "winograd", "jit_wino")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two kernels for 'forward'");
  }
}

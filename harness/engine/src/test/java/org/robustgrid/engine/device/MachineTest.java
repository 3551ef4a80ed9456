package org.robustgrid.engine.device;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MachineTest {

  private final Machine machine = new Machine();

  @Test
  void findsAFileOfTheClassPathOnlyWhereItIs() {
    assertThat(machine.onClassPath("org/robustgrid/engine/device/Machine.class")).isTrue();
    assertThat(machine.onClassPath("org/robustgrid/engine/device/Nothing.class")).isFalse();
  }

  @Test
  void doesNotFindALibraryThatNobodyHas() {
    assertThat(machine.finds("libnobody-has-this.so.11")).isFalse();
  }

  @Test
  void answersForThisMachineWhateverItHas() {
    Cuda cuda = CudaDiagnosis.of(machine);

    assertThat(cuda.available()).isEqualTo(cuda.obstacles().isEmpty());
    assertThat(cuda.name()).isNotBlank();
  }
}

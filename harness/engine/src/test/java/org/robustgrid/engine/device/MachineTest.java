package org.robustgrid.engine.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MachineTest {

  private static final Duration LONG = Duration.ofMinutes(5);

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

  @Test
  void aProgramThatHangsCountsAsFailed() {
    Optional<CudaProbe.Answer> answer =
        Machine.run(List.of("sh", "-c", "echo begun; sleep 600; echo done"), Duration.ofMillis(50));

    assertThat(answer).isPresent();
    assertThat(answer.get().ok()).isFalse();
    assertThat(answer.get().firstLine()).startsWith("nothing for");
  }

  @Test
  void whatAProgramSaysIsReadWithItsExitCode() {
    Optional<CudaProbe.Answer> answer =
        Machine.run(List.of("sh", "-c", "echo ' one '; echo; echo two >&2; exit 3"), LONG);

    assertThat(answer).contains(new CudaProbe.Answer(3, List.of("one", "two")));
  }

  @Test
  void aProgramThatIsNotThereAnswersNothing() {
    assertThat(Machine.run(List.of("nobody-has-this-program"), LONG)).isEmpty();
  }
}

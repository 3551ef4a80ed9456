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
  void finds_a_file_of_the_class_path_only_where_it_is() {
    assertThat(machine.onClassPath("org/robustgrid/engine/device/Machine.class")).isTrue();
    assertThat(machine.onClassPath("org/robustgrid/engine/device/Nothing.class")).isFalse();
  }

  @Test
  void does_not_find_a_library_that_does_not_exist() {
    assertThat(machine.finds("libnobody-has-this.so.11")).isFalse();
  }

  @Test
  void answers_for_this_machine_whatever_it_has() {
    Cuda cuda = CudaDiagnosis.of(machine);

    assertThat(cuda.available()).isEqualTo(cuda.obstacles().isEmpty());
    assertThat(cuda.name()).isNotBlank();
  }

  @Test
  void a_program_that_hangs_counts_as_failed() {
    Optional<CudaProbe.Answer> answer =
        Machine.run(List.of("sh", "-c", "echo begun; sleep 600; echo done"), Duration.ofMillis(50));

    assertThat(answer).isPresent();
    assertThat(answer.get().ok()).isFalse();
    assertThat(answer.get().firstLine()).startsWith("nothing for");
  }

  @Test
  void what_a_program_says_is_read_with_its_exit_code() {
    Optional<CudaProbe.Answer> answer =
        Machine.run(List.of("sh", "-c", "echo ' one '; echo; echo two >&2; exit 3"), LONG);

    assertThat(answer).contains(new CudaProbe.Answer(3, List.of("one", "two")));
  }

  @Test
  void a_program_that_is_not_there_answers_nothing() {
    assertThat(Machine.run(List.of("nobody-has-this-program"), LONG)).isEmpty();
  }
}

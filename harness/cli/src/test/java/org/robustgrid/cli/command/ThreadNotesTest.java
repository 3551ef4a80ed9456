package org.robustgrid.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ThreadNotesTest {

  @Test
  void as_many_threads_as_cores_need_no_word() {
    assertThat(ThreadNotes.of(2, 2, Map.of())).isEmpty();
  }

  @Test
  void more_threads_than_cores_are_said_to_be_slow() {
    assertThat(ThreadNotes.of(64, 2, Map.of()))
        .singleElement()
        .asString()
        .contains("64 threads a worker", "2 cores here", "--threads 2 would be faster");
  }

  @Test
  void a_variable_against_the_option_is_said_to_be_overridden() {
    assertThat(ThreadNotes.of(1, 2, Map.of("OMP_NUM_THREADS", "8")))
        .singleElement()
        .asString()
        .contains("OMP_NUM_THREADS=8 is set", "compute with 1 thread", "--threads decides");
  }

  @Test
  void a_variable_that_says_the_same_needs_no_word() {
    assertThat(ThreadNotes.of(2, 2, Map.of("OMP_NUM_THREADS", " 2"))).isEmpty();
  }
}

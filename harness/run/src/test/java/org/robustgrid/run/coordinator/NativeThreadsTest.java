package org.robustgrid.run.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NativeThreadsTest {

  private static Map<String, String> settled(int threads, Map<String, String> before) {
    Map<String, String> environment = new HashMap<>(before);
    NativeThreads.settle(threads, environment);
    return environment;
  }

  @Test
  void threads_that_wait_for_one_another_soon_sleep() {
    assertThat(settled(2, Map.of()))
        .containsEntry("OMP_WAIT_POLICY", "PASSIVE")
        .containsEntry("GOMP_SPINCOUNT", "2000");
  }

  @ParameterizedTest
  @CsvSource({"OMP_WAIT_POLICY,ACTIVE", "GOMP_SPINCOUNT,5000"})
  void what_the_user_says_of_waiting_counts_alone(String variable, String value) {
    Map<String, String> environment = settled(2, Map.of(variable, value));

    assertThat(environment).containsEntry(variable, value);
    environment.keySet().removeIf(name -> name.endsWith("_THREADS") || name.equals(variable));
    assertThat(environment).isEmpty();
  }

  @Test
  void every_library_gets_the_number_of_threads_whatever_the_environment_said() {
    assertThat(settled(3, Map.of("OMP_NUM_THREADS", "7")))
        .containsEntry("OMP_NUM_THREADS", "3")
        .containsEntry("OPENBLAS_NUM_THREADS", "3")
        .containsEntry("MKL_NUM_THREADS", "3");
  }

  @Test
  void no_thread_at_all_is_refused() {
    assertThatThrownBy(() -> settled(0, Map.of())).hasMessageContaining("at least 1, but is 0");
  }
}

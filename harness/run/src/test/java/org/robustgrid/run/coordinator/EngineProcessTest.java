package org.robustgrid.run.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EngineProcessTest {

  private final ProcessBuilder process =
      new EngineProcess(256, 512, 2).build(List.of("-Dname=value"), "Main", List.of("modèle.zip"));

  @Test
  void options_stand_before_the_main_class_and_arguments_after_it() {
    List<String> command = process.command();

    assertThat(command.indexOf("-Dname=value")).isPositive().isLessThan(command.indexOf("Main"));
    assertThat(command).endsWith("Main", "modèle.zip");
    assertThat(command).contains("-Xmx256m", "-Dorg.bytedeco.javacpp.maxbytes=512m");
  }

  @Test
  void threads_and_how_they_wait_are_settled_before_a_library_loads() {
    assertThat(process.environment()).containsEntry("OMP_NUM_THREADS", "2");
    Set<String> waiting =
        process.environment().keySet().stream()
            .filter(name -> name.equals("OMP_WAIT_POLICY") || name.equals("GOMP_SPINCOUNT"))
            .collect(Collectors.toSet());
    assertThat(waiting).isNotEmpty();
  }
}

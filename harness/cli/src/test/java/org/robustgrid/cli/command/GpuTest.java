package org.robustgrid.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GpuTest {

  @Test
  void a_gpu_newer_than_the_library_is_said_to_be_unusable() {
    assertThat(Gpu.describe(List.of("NVIDIA H100, 9.0")))
        .contains("NVIDIA H100, compute capability 9.0", "cannot start on it");
  }

  @Test
  void a_gpu_the_library_knows_is_said_to_be_usable() {
    assertThat(Gpu.describe(List.of("NVIDIA A10, 8.6"))).contains("could use it");
  }

  @Test
  void the_cpu_is_said_to_be_used_in_any_case() {
    assertThat(Gpu.describe(List.of("NVIDIA A10, 8.6"))).contains("the CPU is used");
  }

  @Test
  void a_driver_without_a_gpu_is_no_gpu() {
    assertThat(Gpu.describe(List.of())).startsWith("none");
  }
}

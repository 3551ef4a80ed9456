package org.robustgrid.engine.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DevicesTest {

  private static final Supplier<Device> USABLE = () -> CudaDiagnosis.of(new FakeMachine());
  private static final Supplier<Device> UNUSABLE =
      () -> CudaDiagnosis.of(new FakeMachine().gpus("NVIDIA H100", "9.0"));
  private static final Supplier<Device> NOT_ASKED =
      () -> {
        throw new AssertionError("the GPU was looked for");
      };

  private static Device.Kind chosen(String asked, boolean built, Supplier<Device> cuda) {
    return Devices.choose(asked, built, cuda).device().kind();
  }

  @Test
  void a_build_without_the_backend_computes_on_the_cpu_and_looks_for_no_gpu() {
    assertThat(chosen("", false, NOT_ASKED)).isEqualTo(Device.Kind.CPU);
  }

  @Test
  void a_build_with_the_backend_computes_on_the_gpu() {
    assertThat(chosen("", true, USABLE)).isEqualTo(Device.Kind.CUDA);
  }

  @Test
  void the_cpu_is_taken_where_it_is_asked_for_and_no_gpu_is_looked_for() {
    assertThat(chosen("cpu", true, NOT_ASKED)).isEqualTo(Device.Kind.CPU);
  }

  @Test
  void the_gpu_is_taken_where_it_is_asked_for() {
    assertThat(chosen("cuda", true, USABLE)).isEqualTo(Device.Kind.CUDA);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "cuda"})
  void a_gpu_that_cannot_be_used_is_an_error_that_names_both_ways_out(String asked) {
    assertThatThrownBy(() -> Devices.choose(asked, true, UNUSABLE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("this backend cannot serve the NVIDIA H100")
        .hasMessageContaining("The device cpu computes on the CPU; auto does where");
  }

  @Test
  void auto_falls_back_to_the_cpu_and_says_why() {
    Devices.Choice choice = Devices.choose("auto", true, UNUSABLE);

    assertThat(choice.device().kind()).isEqualTo(Device.Kind.CPU);
    assertThat(choice.reason()).contains("the GPU cannot be used", "NVIDIA H100");
  }

  @Test
  void auto_takes_a_gpu_that_can_be_used() {
    assertThat(chosen("auto", true, USABLE)).isEqualTo(Device.Kind.CUDA);
  }

  @Test
  void an_unknown_device_is_refused_with_the_known_ones() {
    assertThatThrownBy(() -> Devices.choose("gpu", true, NOT_ASKED))
        .hasMessageContaining("'gpu' is unknown; known are cpu, cuda and auto");
  }

  @Test
  void only_the_cpu_shares_its_memory_with_java() {
    assertThat(new Cpu().sharesHostMemory()).isTrue();
    assertThat(USABLE.get().sharesHostMemory()).isFalse();
  }
}

package org.robustgrid.engine.device;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CudaDiagnosisTest {

  private static ListAssert<String> obstacles(FakeMachine machine) {
    return assertThat(CudaDiagnosis.of(machine).obstacles());
  }

  @Test
  void where_nothing_is_in_the_way_the_gpu_is_available_and_described() {
    Cuda cuda = CudaDiagnosis.of(new FakeMachine());

    assertThat(cuda.available()).isTrue();
    assertThat(cuda.name()).isEqualTo("NVIDIA A10 (compute capability 8.6, 16384 MiB)");
    assertThat(cuda.memory()).hasValue(16384L << 20);
  }

  @Test
  void a_build_without_the_backend_names_the_profile_that_has_it() {
    obstacles(new FakeMachine().withoutBackend())
        .singleElement()
        .asString()
        .contains("no CUDA backend", "mvn -Pcuda", "600 MB");
  }

  @Test
  void an_error_on_another_platform_names_the_platform_of_the_backend() {
    obstacles(new FakeMachine().platform("macosx-arm64"))
        .singleElement()
        .asString()
        .contains("linux-x86_64", "macosx-arm64");
  }

  @Test
  void no_driver_is_said_with_where_it_was_looked_for_and_the_version_needed() {
    obstacles(new FakeMachine().withoutDriver())
        .singleElement()
        .asString()
        .contains("no NVIDIA driver", "nvidia-smi", "/proc/driver/nvidia/version", "450.80.02");
  }

  @Test
  void a_driver_without_its_utilities_is_not_taken_for_none() {
    obstacles(new FakeMachine().withoutUtilities())
        .singleElement()
        .asString()
        .contains("driver is loaded", "no nvidia-smi", "utilities");
  }

  @Test
  void a_driver_that_does_not_answer_is_quoted() {
    String says = "Failed to initialize NVML: Driver/library version mismatch";

    obstacles(new FakeMachine().failing(says))
        .singleElement()
        .asString()
        .contains("does not answer", says, "restart");
  }

  @ParameterizedTest
  @ValueSource(strings = {"390.157", "418.87.00", "450.51.06"})
  void an_old_driver_is_refused_with_the_version_that_cuda_needs(String version) {
    obstacles(new FakeMachine().driver(version))
        .singleElement()
        .asString()
        .contains(version, "too old for CUDA 11.6", "450.80.02");
  }

  @ParameterizedTest
  @ValueSource(strings = {"450.80.02", "510.47.03", "550.54.15", "1000.10"})
  void a_driver_of_that_version_or_later_serves(String version) {
    obstacles(new FakeMachine().driver(version)).isEmpty();
  }

  @Test
  void a_driver_without_a_gpu_is_no_gpu() {
    obstacles(new FakeMachine().withoutGpu()).singleElement().asString().contains("knows no GPU");
  }

  @ParameterizedTest
  @CsvSource({"NVIDIA H100 PCIe,9.0", "NVIDIA B200,10.0", "NVIDIA GeForce RTX 5090,12.0"})
  void hopper_and_later_cannot_be_served_and_the_way_out_is_named(String name, String capability) {
    obstacles(new FakeMachine().gpus(name, capability))
        .singleElement()
        .asString()
        .contains(
            "this backend cannot serve the " + name,
            capability,
            "3.7 to 8.9",
            "compute on the CPU",
            "or on an older GPU");
  }

  @ParameterizedTest
  @CsvSource({"Tesla K40,3.5", "GeForce GTX 580,2.0"})
  void a_gpu_before_the_oldest_is_too_old(String name, String capability) {
    obstacles(new FakeMachine().gpus(name, capability))
        .singleElement()
        .asString()
        .contains(name, "too old", capability, "3.7 to 8.9", "newer GPU");
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.7", "5.2", "6.1", "7.0", "7.5", "8.0", "8.6", "8.9"})
  void what_the_library_holds_code_for_serves(String capability) {
    obstacles(new FakeMachine().gpus("NVIDIA GPU", capability)).isEmpty();
  }

  @Test
  void too_little_memory_is_said_in_figures() {
    obstacles(new FakeMachine().freeMebibytes(700))
        .singleElement()
        .asString()
        .contains("NVIDIA T4", "too little memory", "700 MiB are free of 15360 MiB", "2048 MiB");
  }

  @Test
  void a_missing_cuda_library_is_named_with_the_ways_to_get_it() {
    obstacles(new FakeMachine().without("libcublas.so.11"))
        .singleElement()
        .asString()
        .contains("libcublas.so.11 was not found", "toolkit 11.6", "LD_LIBRARY_PATH")
        .contains("mvn -Pcuda,cuda-redist");
  }

  @Test
  void a_missing_cudnn_has_its_own_message() {
    obstacles(new FakeMachine().without("libcudnn.so.8"))
        .singleElement()
        .asString()
        .contains("cuDNN's libcudnn.so.8 was not found", "cuDNN 8", "cuda-redist");
  }

  @Test
  void everything_in_the_way_is_said_at_once() {
    obstacles(
            new FakeMachine()
                .withoutBackend()
                .driver("418.87.00")
                .gpus("NVIDIA H100", "9.0")
                .without("libcudart.so.11.0")
                .without("libcudnn.so.8"))
        .hasSize(5);
  }

  @Test
  void of_several_the_first_that_can_is_taken_and_shown_alone_to_a_worker() {
    Cuda cuda = CudaDiagnosis.of(new FakeMachine().gpus("NVIDIA H100", "9.0", "NVIDIA A40", "8.6"));

    assertThat(cuda.available()).isTrue();
    assertThat(cuda.environment()).containsEntry("CUDA_VISIBLE_DEVICES", "GPU-1");
  }

  @Test
  void a_gpu_that_is_hidden_is_not_taken() {
    FakeMachine machine = new FakeMachine().gpus("NVIDIA A40", "8.6", "NVIDIA H100", "9.0");

    obstacles(machine.set("CUDA_VISIBLE_DEVICES", "GPU-1"))
        .singleElement()
        .asString()
        .contains("NVIDIA H100");
  }

  @Test
  void a_number_among_gpus_of_several_kinds_is_refused() {
    FakeMachine machine = new FakeMachine().gpus("NVIDIA T4", "7.5", "NVIDIA A40", "8.6");

    obstacles(machine.set("CUDA_VISIBLE_DEVICES", "1"))
        .singleElement()
        .asString()
        .contains("CUDA_VISIBLE_DEVICES='1'", "CUDA_DEVICE_ORDER=PCI_BUS_ID", "nvidia-smi -L");
  }

  @ParameterizedTest
  @CsvSource({"PCI_BUS_ID, 1, NVIDIA A40", "'', 'GPU-1', NVIDIA A40", "'', '0,1', NVIDIA T4"})
  void gpus_of_several_kinds_are_taken_where_their_order_is_known(
      String order, String visible, String taken) {
    FakeMachine machine =
        new FakeMachine()
            .gpus("NVIDIA T4", "7.5", "NVIDIA A40", "8.6")
            .set("CUDA_DEVICE_ORDER", order)
            .set("CUDA_VISIBLE_DEVICES", visible);

    assertThat(CudaDiagnosis.of(machine).name()).startsWith(taken);
  }

  @Test
  void numbers_of_gpus_of_one_kind_follow_the_bus() {
    FakeMachine machine = new FakeMachine().gpus("NVIDIA T4", "7.5", "NVIDIA T4", "7.5");

    assertThat(CudaDiagnosis.of(machine.set("CUDA_VISIBLE_DEVICES", "1")).environment())
        .containsEntry("CUDA_VISIBLE_DEVICES", "GPU-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "7", "GPU-nowhere"})
  void hiding_every_gpu_is_said(String visible) {
    obstacles(new FakeMachine().set("CUDA_VISIBLE_DEVICES", visible))
        .singleElement()
        .asString()
        .contains("CUDA_VISIBLE_DEVICES='" + visible + "' hides every GPU");
  }

  @Test
  void a_driver_that_does_not_tell_the_capability_is_asked_for_the_rest() {
    Cuda cuda = CudaDiagnosis.of(new FakeMachine().withoutCapability());

    assertThat(cuda.name()).isEqualTo("Tesla K80 (compute capability unknown, 11441 MiB)");
    assertThat(cuda.obstacles()).isEmpty();
  }
}

package org.robustgrid.engine.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.robustgrid.engine.EngineThreads;
import org.robustgrid.engine.device.Cuda;
import org.robustgrid.engine.device.Devices;

class NativeLibraryTest {

  private static final Devices.Choice GPU =
      new Devices.Choice(new Cuda(Optional.empty(), List.of()), "it was asked for");

  private static final Set<String> AVX512 =
      Set.of("avx2", "fma", "avx512f", "avx512bw", "avx512dq", "avx512vl");
  private static final Set<String> AVX2 = Set.of("avx2", "fma");

  @Test
  void the_fastest_that_the_cpu_runs_is_chosen() {
    assertThat(NativeLibrary.choose("", AVX512, any -> true).name()).isEqualTo("onednn-avx512");
    assertThat(NativeLibrary.choose("", AVX2, any -> true).name()).isEqualTo("onednn-avx2");
    assertThat(NativeLibrary.choose("", Set.of(), any -> true).name()).isEqualTo("onednn");
  }

  @Test
  void one_that_is_not_on_the_class_path_is_passed_over() {
    NativeLibrary.Choice choice = NativeLibrary.choose("", AVX512, String::isEmpty);

    assertThat(choice.name()).isEqualTo("portable");
    assertThat(choice.reason()).contains("onednn-avx512 is not on the class path");
  }

  @Test
  void a_forced_one_is_taken() {
    assertThat(NativeLibrary.choose("portable", AVX512, any -> true).extension()).isEmpty();
  }

  @Test
  void a_forced_one_that_the_cpu_cannot_run_is_refused() {
    assertThatThrownBy(() -> NativeLibrary.choose("onednn-avx512", AVX2, any -> true))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("cannot run on this CPU");
  }

  @Test
  void a_forced_one_that_is_not_on_the_class_path_is_refused_with_its_artifact() {
    assertThatThrownBy(() -> NativeLibrary.choose("onednn-avx2", AVX2, any -> false))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("nd4j-native")
        .hasMessageContaining("-onednn-avx2");
  }

  @Test
  void an_unknown_one_is_refused_with_the_known_ones() {
    assertThatThrownBy(() -> NativeLibrary.choose("sse", AVX2, any -> true))
        .hasMessageContaining("onednn-avx512, onednn-avx2, onednn and portable");
  }

  @Test
  void nothing_on_the_class_path_is_an_error() {
    assertThatThrownBy(() -> NativeLibrary.choose("", AVX2, any -> false))
        .hasMessageContaining("org.nd4j:nd4j-native");
  }

  @Test
  void one_preferred_that_the_cpu_cannot_run_gives_way_to_the_fastest_that_it_does() {
    NativeLibrary.Choice choice = NativeLibrary.preferring("onednn-avx512", AVX2, any -> true);

    assertThat(choice.name()).isEqualTo("onednn-avx2");
    assertThat(choice.reason())
        .isEqualTo(
            "onednn-avx512 cannot run on this CPU: it needs avx512bw, avx512dq, avx512f, avx512vl");
  }

  @Test
  void one_preferred_that_the_cpu_runs_is_taken() {
    assertThat(NativeLibrary.preferring("portable", AVX2, any -> true).name())
        .isEqualTo("portable");
  }

  @Test
  void one_preferred_that_is_unknown_is_refused() {
    assertThatThrownBy(() -> NativeLibrary.preferring("sse", AVX2, any -> true))
        .hasMessageContaining("sse is unknown");
  }

  @Test
  void on_a_gpu_there_is_one_library() {
    assertThat(NativeLibrary.cuda("", GPU, AVX2).extension()).isEqualTo("-cudnn");
    assertThat(NativeLibrary.cuda(NativeLibrary.CUDA, GPU, AVX2).name()).isEqualTo("cuda-11.6");
  }

  @Test
  void a_library_for_the_cpu_is_refused_on_a_gpu() {
    assertThatThrownBy(() -> NativeLibrary.cuda("onednn-avx2", GPU, AVX2))
        .hasMessageContaining("onednn-avx2 computes on the CPU, but the device is cuda");
  }

  @Test
  void features_are_read_from_the_first_processor() {
    List<String> lines =
        List.of("processor : 0", "flags\t\t: fpu avx2 FMA sse", "flags\t\t: avx512f");

    assertThat(CpuFeatures.parse(lines)).containsExactlyInAnyOrder("avx2", "fma");
  }

  @Test
  void the_chosen_library_is_the_one_that_loads() {
    NativeLibrary.Choice choice = NativeLibrary.select();

    assertThat(EngineThreads.usesOneDnn()).isEqualTo(choice.name().startsWith("onednn"));
  }
}

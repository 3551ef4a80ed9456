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
  void theFastestThatTheCpuRunsIsChosen() {
    assertThat(NativeLibrary.choose("", AVX512, any -> true).name()).isEqualTo("onednn-avx512");
    assertThat(NativeLibrary.choose("", AVX2, any -> true).name()).isEqualTo("onednn-avx2");
    assertThat(NativeLibrary.choose("", Set.of(), any -> true).name()).isEqualTo("onednn");
  }

  @Test
  void oneThatIsNotOnTheClassPathIsPassedOver() {
    NativeLibrary.Choice choice = NativeLibrary.choose("", AVX512, String::isEmpty);

    assertThat(choice.name()).isEqualTo("portable");
    assertThat(choice.reason()).contains("onednn-avx512 is not on the class path");
  }

  @Test
  void aForcedOneIsTaken() {
    assertThat(NativeLibrary.choose("portable", AVX512, any -> true).extension()).isEmpty();
  }

  @Test
  void aForcedOneThatTheCpuCannotRunIsRefused() {
    assertThatThrownBy(() -> NativeLibrary.choose("onednn-avx512", AVX2, any -> true))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("cannot run on this CPU");
  }

  @Test
  void aForcedOneThatIsNotOnTheClassPathIsRefusedWithItsArtifact() {
    assertThatThrownBy(() -> NativeLibrary.choose("onednn-avx2", AVX2, any -> false))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("nd4j-native")
        .hasMessageContaining("-onednn-avx2");
  }

  @Test
  void anUnknownOneIsRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> NativeLibrary.choose("sse", AVX2, any -> true))
        .hasMessageContaining("onednn-avx512, onednn-avx2, onednn and portable");
  }

  @Test
  void nothingOnTheClassPathIsAnError() {
    assertThatThrownBy(() -> NativeLibrary.choose("", AVX2, any -> false))
        .hasMessageContaining("org.nd4j:nd4j-native");
  }

  @Test
  void onePreferredThatTheCpuCannotRunGivesWayToTheFastestThatItDoes() {
    NativeLibrary.Choice choice = NativeLibrary.preferring("onednn-avx512", AVX2, any -> true);

    assertThat(choice.name()).isEqualTo("onednn-avx2");
    assertThat(choice.reason())
        .isEqualTo(
            "onednn-avx512 cannot run on this CPU: it needs avx512bw, avx512dq, avx512f, avx512vl");
  }

  @Test
  void onePreferredThatTheCpuRunsIsTaken() {
    assertThat(NativeLibrary.preferring("portable", AVX2, any -> true).name())
        .isEqualTo("portable");
  }

  @Test
  void onePreferredThatIsUnknownIsRefused() {
    assertThatThrownBy(() -> NativeLibrary.preferring("sse", AVX2, any -> true))
        .hasMessageContaining("sse is unknown");
  }

  @Test
  void onAGpuThereIsOneLibrary() {
    assertThat(NativeLibrary.cuda("", GPU, AVX2).extension()).isEqualTo("-cudnn");
    assertThat(NativeLibrary.cuda(NativeLibrary.CUDA, GPU, AVX2).name()).isEqualTo("cuda-11.6");
  }

  @Test
  void aLibraryForTheCpuIsRefusedOnAGpu() {
    assertThatThrownBy(() -> NativeLibrary.cuda("onednn-avx2", GPU, AVX2))
        .hasMessageContaining("onednn-avx2 computes on the CPU, but the device is cuda");
  }

  @Test
  void featuresAreReadFromTheFirstProcessor() {
    List<String> lines =
        List.of("processor : 0", "flags\t\t: fpu avx2 FMA sse", "flags\t\t: avx512f");

    assertThat(CpuFeatures.parse(lines)).containsExactlyInAnyOrder("avx2", "fma");
  }

  @Test
  void theChosenLibraryIsTheOneThatLoads() {
    NativeLibrary.Choice choice = NativeLibrary.select();

    assertThat(EngineThreads.usesOneDnn()).isEqualTo(choice.name().startsWith("onednn"));
  }
}

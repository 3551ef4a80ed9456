package org.robustgrid.engine.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.robustgrid.engine.EngineThreads;

class NativeLibraryTest {

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

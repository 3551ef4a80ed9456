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
  void aBuildWithoutTheBackendComputesOnTheCpuAndLooksForNoGpu() {
    assertThat(chosen("", false, NOT_ASKED)).isEqualTo(Device.Kind.CPU);
  }

  @Test
  void aBuildWithTheBackendComputesOnTheGpu() {
    assertThat(chosen("", true, USABLE)).isEqualTo(Device.Kind.CUDA);
  }

  @Test
  void theCpuIsTakenWhereItIsAskedForAndNoGpuIsLookedFor() {
    assertThat(chosen("cpu", true, NOT_ASKED)).isEqualTo(Device.Kind.CPU);
  }

  @Test
  void theGpuIsTakenWhereItIsAskedFor() {
    assertThat(chosen("cuda", true, USABLE)).isEqualTo(Device.Kind.CUDA);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "cuda"})
  void aGpuThatCannotBeUsedIsAnErrorThatNamesBothWaysOut(String asked) {
    assertThatThrownBy(() -> Devices.choose(asked, true, UNUSABLE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("this backend cannot serve the NVIDIA H100")
        .hasMessageContaining("The device cpu computes on the CPU; auto does where");
  }

  @Test
  void autoFallsBackToTheCpuAndSaysWhy() {
    Devices.Choice choice = Devices.choose("auto", true, UNUSABLE);

    assertThat(choice.device().kind()).isEqualTo(Device.Kind.CPU);
    assertThat(choice.reason()).contains("the GPU cannot be used", "NVIDIA H100");
  }

  @Test
  void autoTakesAGpuThatCanBeUsed() {
    assertThat(chosen("auto", true, USABLE)).isEqualTo(Device.Kind.CUDA);
  }

  @Test
  void anUnknownDeviceIsRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> Devices.choose("gpu", true, NOT_ASKED))
        .hasMessageContaining("'gpu' is unknown; known are cpu, cuda and auto");
  }

  @Test
  void onlyTheCpuSharesItsMemoryWithJava() {
    assertThat(new Cpu().sharesHostMemory()).isTrue();
    assertThat(USABLE.get().sharesHostMemory()).isFalse();
  }
}

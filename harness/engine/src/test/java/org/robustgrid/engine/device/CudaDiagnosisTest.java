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
  void whereNothingIsInTheWayTheGpuIsAvailableAndDescribed() {
    Cuda cuda = CudaDiagnosis.of(new FakeMachine());

    assertThat(cuda.available()).isTrue();
    assertThat(cuda.name()).isEqualTo("NVIDIA A10 (compute capability 8.6, 16384 MiB)");
    assertThat(cuda.memory()).hasValue(16384L << 20);
  }

  @Test
  void aBuildWithoutTheBackendNamesTheProfileThatHasIt() {
    obstacles(new FakeMachine().withoutBackend())
        .singleElement()
        .asString()
        .contains("no CUDA backend", "mvn -Pcuda", "600 MB");
  }

  @Test
  void anotherPlatformIsToldForWhichTheBackendIsPackaged() {
    obstacles(new FakeMachine().platform("macosx-arm64"))
        .singleElement()
        .asString()
        .contains("linux-x86_64", "macosx-arm64");
  }

  @Test
  void noDriverIsSaidWithWhereItWasLookedForAndTheVersionNeeded() {
    obstacles(new FakeMachine().withoutDriver())
        .singleElement()
        .asString()
        .contains("no NVIDIA driver", "nvidia-smi", "/proc/driver/nvidia/version", "450.80.02");
  }

  @Test
  void aDriverWithoutItsUtilitiesIsNotTakenForNone() {
    obstacles(new FakeMachine().withoutUtilities())
        .singleElement()
        .asString()
        .contains("driver is loaded", "no nvidia-smi", "utilities");
  }

  @Test
  void aDriverThatDoesNotAnswerIsQuoted() {
    String says = "Failed to initialize NVML: Driver/library version mismatch";

    obstacles(new FakeMachine().failing(says))
        .singleElement()
        .asString()
        .contains("does not answer", says, "restart");
  }

  @ParameterizedTest
  @ValueSource(strings = {"390.157", "418.87.00", "450.51.06"})
  void anOldDriverIsRefusedWithTheVersionThatCudaNeeds(String version) {
    obstacles(new FakeMachine().driver(version))
        .singleElement()
        .asString()
        .contains(version, "too old for CUDA 11.6", "450.80.02");
  }

  @ParameterizedTest
  @ValueSource(strings = {"450.80.02", "510.47.03", "550.54.15", "1000.10"})
  void aDriverOfThatVersionOrLaterServes(String version) {
    obstacles(new FakeMachine().driver(version)).isEmpty();
  }

  @Test
  void aDriverWithoutAGpuIsNoGpu() {
    obstacles(new FakeMachine().withoutGpu()).singleElement().asString().contains("knows no GPU");
  }

  @ParameterizedTest
  @CsvSource({"NVIDIA H100 PCIe,9.0", "NVIDIA B200,10.0", "NVIDIA GeForce RTX 5090,12.0"})
  void hopperAndLaterCannotBeServedAndTheWayOutIsNamed(String name, String capability) {
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
  void aGpuBeforeTheOldestIsTooOld(String name, String capability) {
    obstacles(new FakeMachine().gpus(name, capability))
        .singleElement()
        .asString()
        .contains(name, "too old", capability, "3.7 to 8.9", "newer GPU");
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.7", "5.2", "6.1", "7.0", "7.5", "8.0", "8.6", "8.9"})
  void whatTheLibraryHoldsCodeForServes(String capability) {
    obstacles(new FakeMachine().gpus("NVIDIA GPU", capability)).isEmpty();
  }

  @Test
  void tooLittleMemoryIsSaidInFigures() {
    obstacles(new FakeMachine().freeMebibytes(700))
        .singleElement()
        .asString()
        .contains("NVIDIA T4", "too little memory", "700 MiB are free of 15360 MiB", "2048 MiB");
  }

  @Test
  void aMissingCudaLibraryIsNamedWithTheWaysToGetIt() {
    obstacles(new FakeMachine().without("libcublas.so.11"))
        .singleElement()
        .asString()
        .contains("libcublas.so.11 was not found", "toolkit 11.6", "LD_LIBRARY_PATH")
        .contains("mvn -Pcuda,cuda-redist");
  }

  @Test
  void aMissingCudnnIsToldApart() {
    obstacles(new FakeMachine().without("libcudnn.so.8"))
        .singleElement()
        .asString()
        .contains("cuDNN's libcudnn.so.8 was not found", "cuDNN 8", "cuda-redist");
  }

  @Test
  void everythingInTheWayIsSaidAtOnce() {
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
  void ofSeveralTheFirstThatCanIsTakenAndShownAloneToAWorker() {
    Cuda cuda = CudaDiagnosis.of(new FakeMachine().gpus("NVIDIA H100", "9.0", "NVIDIA A40", "8.6"));

    assertThat(cuda.available()).isTrue();
    assertThat(cuda.environment()).containsEntry("CUDA_VISIBLE_DEVICES", "GPU-1");
  }

  @Test
  void aGpuThatIsHiddenIsNotTaken() {
    FakeMachine machine = new FakeMachine().gpus("NVIDIA A40", "8.6", "NVIDIA H100", "9.0");

    obstacles(machine.set("CUDA_VISIBLE_DEVICES", "GPU-1"))
        .singleElement()
        .asString()
        .contains("NVIDIA H100");
  }

  @Test
  void aNumberAmongGpusOfSeveralKindsIsRefused() {
    FakeMachine machine = new FakeMachine().gpus("NVIDIA T4", "7.5", "NVIDIA A40", "8.6");

    obstacles(machine.set("CUDA_VISIBLE_DEVICES", "1"))
        .singleElement()
        .asString()
        .contains("CUDA_VISIBLE_DEVICES='1'", "CUDA_DEVICE_ORDER=PCI_BUS_ID", "nvidia-smi -L");
  }

  @ParameterizedTest
  @CsvSource({"PCI_BUS_ID, 1, NVIDIA A40", "'', 'GPU-1', NVIDIA A40", "'', '0,1', NVIDIA T4"})
  void gpusOfSeveralKindsAreTakenWhereTheirOrderIsKnown(
      String order, String visible, String taken) {
    FakeMachine machine =
        new FakeMachine()
            .gpus("NVIDIA T4", "7.5", "NVIDIA A40", "8.6")
            .set("CUDA_DEVICE_ORDER", order)
            .set("CUDA_VISIBLE_DEVICES", visible);

    assertThat(CudaDiagnosis.of(machine).name()).startsWith(taken);
  }

  @Test
  void numbersOfGpusOfOneKindFollowTheBus() {
    FakeMachine machine = new FakeMachine().gpus("NVIDIA T4", "7.5", "NVIDIA T4", "7.5");

    assertThat(CudaDiagnosis.of(machine.set("CUDA_VISIBLE_DEVICES", "1")).environment())
        .containsEntry("CUDA_VISIBLE_DEVICES", "GPU-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "7", "GPU-nowhere"})
  void hidingEveryGpuIsSaid(String visible) {
    obstacles(new FakeMachine().set("CUDA_VISIBLE_DEVICES", visible))
        .singleElement()
        .asString()
        .contains("CUDA_VISIBLE_DEVICES='" + visible + "' hides every GPU");
  }

  @Test
  void aDriverThatDoesNotTellTheCapabilityIsAskedForTheRest() {
    Cuda cuda = CudaDiagnosis.of(new FakeMachine().withoutCapability());

    assertThat(cuda.name()).isEqualTo("Tesla K80 (compute capability unknown, 11441 MiB)");
    assertThat(cuda.obstacles()).isEmpty();
  }
}

package org.robustgrid.engine.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds out whether ND4J's CUDA backend could compute here, and if not, everything that is in its
 * way at once.
 *
 * <p>Its native library holds code for compute capabilities 3.7 to 8.6 (8.9 runs that of 8.6) and
 * none that a driver could translate for later ones. Without translation any driver for CUDA 11
 * serves it (NVIDIA, CUDA Compatibility, "minor version compatibility").
 */
final class CudaDiagnosis {

  static final ComputeCapability OLDEST = new ComputeCapability(3, 7);
  static final ComputeCapability NEWEST = new ComputeCapability(8, 9);
  static final DriverVersion DRIVER = new DriverVersion("450.80.02");

  /** For the backend's code and context, and a small network's plans. */
  static final long MEMORY = 2L << 30;

  private static final long MEBI = 1L << 20;
  private static final String PLATFORM = "linux-x86_64";

  /** What the backend is linked with, and what these load in turn. */
  static final List<String> CUDA_LIBRARIES =
      List.of(
          "libcudart.so.11.0",
          "libcublas.so.11",
          "libcublasLt.so.11",
          "libcusolver.so.11",
          "libcusparse.so.11");

  static final String CUDNN = "libcudnn.so.8";

  private final CudaProbe probe;
  private final List<String> obstacles = new ArrayList<>();

  private CudaDiagnosis(CudaProbe probe) {
    this.probe = probe;
  }

  /** The device that the backend would use, with what is in the way. */
  static Cuda of(CudaProbe probe) {
    CudaDiagnosis diagnosis = new CudaDiagnosis(probe);
    diagnosis.requireBackend();
    boolean driven = diagnosis.requireDriver();
    Optional<Gpu> gpu = driven ? diagnosis.requireGpu() : Optional.empty();
    if (driven) {
      diagnosis.requireLibraries();
    }
    return new Cuda(gpu, diagnosis.obstacles);
  }

  private void requireBackend() {
    if (!probe.platform().equals(PLATFORM)) {
      obstacles.add(
          "the CUDA backend is packaged for " + PLATFORM + ", but this is " + probe.platform());
    } else if (!probe.onClassPath(Cuda.LIBRARY)) {
      obstacles.add(
          "this build has no CUDA backend; build one with 'mvn -Pcuda -DskipTests package', which"
              + " downloads about 600 MB");
    }
  }

  private boolean requireDriver() {
    Optional<String> module = probe.kernelModule();
    Optional<CudaProbe.Answer> asked =
        probe.nvidiaSmi("--query-gpu=driver_version", "--format=csv,noheader");
    if (asked.isEmpty()) {
      obstacles.add(
          module.isEmpty()
              ? "no NVIDIA driver was found: there is no nvidia-smi on the PATH and no"
                  + " /proc/driver/nvidia/version; install the driver, version "
                  + DRIVER
                  + " or later"
              : "an NVIDIA driver is loaded, but there is no nvidia-smi on the PATH, which describes"
                  + " the GPU; install the driver's utilities");
      return false;
    }
    CudaProbe.Answer answer = asked.get();
    if (!answer.ok()) {
      obstacles.add(
          "the NVIDIA driver is installed but does not answer (nvidia-smi says: "
              + answer.firstLine()
              + "); restart the machine, or install the driver again");
      return false;
    }
    String text = answer.lines().isEmpty() ? module.orElse("") : answer.firstLine();
    DriverVersion.find(text)
        .filter(version -> version.compareTo(DRIVER) < 0)
        .ifPresent(
            version ->
                obstacles.add(
                    "the NVIDIA driver "
                        + version
                        + " is too old for CUDA 11.6, which needs "
                        + DRIVER
                        + " or later; update the driver"));
    return true;
  }

  private Optional<Gpu> requireGpu() {
    List<Gpu> gpus = gpus();
    if (gpus.isEmpty()) {
      obstacles.add("the NVIDIA driver knows no GPU; see whether nvidia-smi lists one");
      return Optional.empty();
    }
    Optional<String> visible = probe.environment("CUDA_VISIBLE_DEVICES");
    if (visible.isPresent()) {
      if (VisibleGpus.ambiguous(visible.get(), probe.environment("CUDA_DEVICE_ORDER"), gpus)) {
        obstacles.add(
            "CUDA_VISIBLE_DEVICES='"
                + visible.get()
                + "' names GPUs of several kinds by number, which CUDA counts by speed and"
                + " nvidia-smi by their place on the bus; set CUDA_DEVICE_ORDER=PCI_BUS_ID if"
                + " nvidia-smi's numbers are meant, or name them by UUID ('nvidia-smi -L' lists"
                + " them)");
        return Optional.empty();
      }
      gpus = VisibleGpus.of(visible.get(), gpus);
      if (gpus.isEmpty()) {
        obstacles.add(
            "CUDA_VISIBLE_DEVICES='"
                + visible.get()
                + "' hides every GPU; unset it, or name one that nvidia-smi lists");
        return Optional.empty();
      }
    }
    Optional<Gpu> usable = gpus.stream().filter(gpu -> obstacle(gpu).isEmpty()).findFirst();
    if (usable.isEmpty()) {
      gpus.forEach(gpu -> obstacles.add(obstacle(gpu).orElseThrow()));
    }
    return usable.isPresent() ? usable : Optional.of(gpus.get(0));
  }

  private List<Gpu> gpus() {
    for (String query : List.of(Gpu.QUERY, Gpu.OLD_QUERY)) {
      Optional<CudaProbe.Answer> answer =
          probe.nvidiaSmi("--query-gpu=" + query, "--format=csv,noheader,nounits");
      if (answer.isPresent() && answer.get().ok()) {
        return Gpu.parse(answer.get().lines());
      }
    }
    return List.of();
  }

  private static Optional<String> obstacle(Gpu gpu) {
    Optional<ComputeCapability> capability = gpu.capability();
    if (capability.isPresent() && capability.get().compareTo(NEWEST) > 0) {
      return Optional.of(
          "this backend cannot serve the "
              + gpu.name()
              + ": its compute capability is "
              + capability.get()
              + ", and ND4J's CUDA 11.6 library holds code for "
              + OLDEST
              + " to "
              + NEWEST
              + " only, none that a driver could translate for Hopper (9.0), Blackwell or later;"
              + " compute on the CPU, or on an older GPU ("
              + OLDEST
              + " to "
              + NEWEST
              + ", Kepler to Ada)");
    }
    if (capability.isPresent() && capability.get().compareTo(OLDEST) < 0) {
      return Optional.of(
          "the "
              + gpu.name()
              + " is too old: its compute capability is "
              + capability.get()
              + ", and ND4J's CUDA 11.6 library holds code for "
              + OLDEST
              + " to "
              + NEWEST
              + "; compute on the CPU, or on a newer GPU");
    }
    if (gpu.freeMemory() < MEMORY) {
      return Optional.of(
          "the "
              + gpu.name()
              + " has too little memory: "
              + gpu.freeMemory() / MEBI
              + " MiB are free of "
              + gpu.totalMemory() / MEBI
              + " MiB, and "
              + MEMORY / MEBI
              + " MiB are needed; end other programs that use it (nvidia-smi lists them), or"
              + " compute on the CPU");
    }
    return Optional.empty();
  }

  private void requireLibraries() {
    List<String> missing = CUDA_LIBRARIES.stream().filter(name -> !probe.finds(name)).toList();
    String remedy = ", or build with 'mvn -Pcuda,cuda-redist -DskipTests package', which brings it";
    if (!missing.isEmpty()) {
      obstacles.add(
          "CUDA 11's "
              + String.join(", ", missing)
              + (missing.size() == 1 ? " was" : " were")
              + " not found; install the CUDA toolkit 11.6, name its folder in LD_LIBRARY_PATH"
              + remedy);
    }
    if (!probe.finds(CUDNN)) {
      obstacles.add(
          "cuDNN's "
              + CUDNN
              + " was not found; install cuDNN 8 for CUDA 11, name its folder in LD_LIBRARY_PATH"
              + remedy);
    }
  }
}

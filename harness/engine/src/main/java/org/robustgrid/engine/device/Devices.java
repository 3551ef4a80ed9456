package org.robustgrid.engine.device;

import java.util.function.Supplier;

/**
 * Chooses what this process computes on, before ND4J loads.
 *
 * <p>A build with the CUDA backend computes on the GPU, any other on the CPU. The system property
 * {@value #PROPERTY} forces one; only {@code auto} falls back from a GPU that cannot be used to the
 * CPU.
 */
public final class Devices {

  /** Forces a device: cpu, cuda or auto. */
  public static final String PROPERTY = "robustgrid.device";

  private static Choice chosen;

  private Devices() {}

  /**
   * A chosen device.
   *
   * @param reason why this one, in words
   */
  public record Choice(Device device, String reason) {}

  /**
   * Chooses once per process; later calls return the same choice.
   *
   * @throws IllegalStateException when the device asked for is unknown or cannot be used
   */
  public static synchronized Choice select() {
    return chosen == null ? select(System.getProperty(PROPERTY, "")) : chosen;
  }

  /**
   * Chooses again, before ND4J loads, for this process and what it starts.
   *
   * @param asked cpu, cuda, auto, or empty for what the build was made for
   * @throws IllegalStateException when the device is unknown or cannot be used
   */
  public static synchronized Choice select(String asked) {
    Machine machine = new Machine();
    boolean built = machine.onClassPath(Cuda.LIBRARY);
    Choice choice = choose(asked, built, () -> CudaDiagnosis.of(machine));
    if (built) {
      BackendLoader.restrictTo(choice.device());
    }
    if (!asked.isEmpty()) {
      System.setProperty(PROPERTY, choice.device().kind().label());
    }
    chosen = choice;
    return choice;
  }

  /** The GPU of this machine and what is in its way; does not start CUDA. */
  public static Device cuda() {
    return CudaDiagnosis.of(new Machine());
  }

  /**
   * Chooses.
   *
   * @param asked cpu, cuda, auto, or empty for what the build was made for
   * @param built whether the CUDA backend is on the class path
   * @param cuda finds out about the GPU; not asked where the answer does not matter
   */
  static Choice choose(String asked, boolean built, Supplier<? extends Device> cuda) {
    switch (asked) {
      case "cpu":
        return new Choice(new Cpu(), "it was asked for");
      case "":
        if (!built) {
          return new Choice(new Cpu(), "this build has no CUDA backend");
        }
        return require(cuda.get(), "this build has the CUDA backend");
      case "cuda":
        return require(cuda.get(), "it was asked for");
      case "auto":
        Device gpu = cuda.get();
        return gpu.available()
            ? new Choice(gpu, "the GPU can be used")
            : new Choice(
                new Cpu(), "the GPU cannot be used: " + String.join("; ", gpu.obstacles()));
      default:
        throw new IllegalStateException(
            "the device '" + asked + "' is unknown; known are cpu, cuda and auto");
    }
  }

  private static Choice require(Device device, String reason) {
    if (!device.available()) {
      throw new IllegalStateException(
          "CUDA cannot be used here:\n  "
              + String.join("\n  ", device.obstacles())
              + "\nThe device cpu computes on the CPU; auto does where the GPU cannot be used.");
    }
    return new Choice(device, reason);
  }
}

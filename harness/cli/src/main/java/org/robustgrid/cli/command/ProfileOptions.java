package org.robustgrid.cli.command;

import jakarta.inject.Inject;
import java.util.Optional;
import org.robustgrid.base.UserException;
import org.robustgrid.cli.terminal.Terminal;
import org.robustgrid.engine.device.Device;
import org.robustgrid.engine.device.Devices;
import org.robustgrid.engine.library.NativeLibrary;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.folder.RunManifest;
import org.robustgrid.run.plan.ExecutionProfile;
import picocli.CommandLine.Option;

/** The options of every command that computes cells which decide what computes them. */
final class ProfileOptions {

  private final Terminal terminal;

  @Option(
      names = "--device",
      paramLabel = "NAME",
      description =
          "What computes: cpu, cuda, or auto, which is the GPU where it can be used and else the"
              + " CPU (default: what the build was made for). Part of the execution profile.")
  private String device;

  @Option(
      names = "--native",
      paramLabel = "NAME",
      description =
          "ND4J's native library: onednn-avx512, onednn-avx2, onednn or portable (default: the"
              + " fastest that runs here). Part of the execution profile.")
  private String nativeLibrary;

  @Option(
      names = "--convolutions",
      paramLabel = "NAME",
      description =
          "What computes convolutions: winograd, direct (both by oneDNN) or nd4j (default: winograd"
              + " where oneDNN is). Part of the execution profile.")
  private String convolutions;

  @Option(
      names = "--micro-batch",
      paramLabel = "N",
      description =
          "Most samples that a network computes at once outside training, a power of two, 1 to 65536"
              + " (default: 64); fewer where memory is short, which results say. Part of the"
              + " execution profile.")
  private Integer microBatch;

  @Inject
  ProfileOptions(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * The profile for a folder: what the options ask for, else that of the run it holds, else this
   * machine's.
   *
   * @param threads of a worker; 0 leaves them as they are
   * @throws UserException when what is asked for cannot be used here
   */
  ExecutionProfile profile(RunFolder folder, int threads) {
    try {
      ExecutionProfile profile = chosen(folder);
      profile = threads > 0 ? profile.withThreads(threads) : profile;
      profile = microBatch != null ? profile.withMicroBatch(microBatch) : profile;
      ThreadNotes.of(profile.threads(), System.getenv()).forEach(terminal::note);
      return profile;
    } catch (IllegalStateException | IllegalArgumentException e) {
      throw new UserException(e.getMessage(), e);
    }
  }

  private ExecutionProfile chosen(RunFolder folder) {
    if (device != null) {
      choose(device);
    }
    if (nativeLibrary != null) {
      System.setProperty(NativeLibrary.PROPERTY, runnable(nativeLibrary));
    }
    if (convolutions != null) {
      ConvolutionsOption.apply(convolutions);
    }
    boolean forced =
        System.getProperty(Devices.PROPERTY) != null
            || System.getProperty(NativeLibrary.PROPERTY) != null
            || System.getProperty(NativeLibrary.CONVOLUTIONS_PROPERTY) != null;
    Optional<ExecutionProfile> kept = forced ? Optional.empty() : RunManifest.profile(folder);
    if (kept.isPresent()) {
      requireDevice(kept.get());
    }
    return kept.orElseGet(ExecutionProfile::forThisMachine);
  }

  private void choose(String asked) {
    Devices.Choice choice = Devices.select(asked);
    if (asked.equals("auto")) {
      terminal.note("computing on " + choice.device().name() + ": " + choice.reason());
    }
  }

  /** A run that began on a GPU does not go on without one. */
  private static void requireDevice(ExecutionProfile kept) {
    if (kept.device().equals(Device.Kind.CUDA.label())) {
      Devices.select(kept.device());
    }
  }

  /** The library itself, or the fastest that this CPU runs. */
  private String runnable(String name) {
    boolean onGpu = Devices.select().device().kind() == Device.Kind.CUDA;
    if (onGpu) {
      return name;
    }
    NativeLibrary.Choice choice = NativeLibrary.preferring(name);
    if (!choice.name().equals(name)) {
      terminal.note(choice.reason() + "; " + choice.name() + " is used instead");
    }
    return choice.name();
  }
}

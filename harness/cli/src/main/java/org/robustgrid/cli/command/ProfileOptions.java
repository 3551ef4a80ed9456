package org.robustgrid.cli.command;

import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.robustgrid.base.UserException;
import org.robustgrid.cli.terminal.Terminal;
import org.robustgrid.run.executor.ExecutorProvider;
import org.robustgrid.run.executor.Executors;
import org.robustgrid.run.folder.RunFolder;
import org.robustgrid.run.folder.RunManifest;
import org.robustgrid.run.plan.ExecutionProfile;
import picocli.CommandLine.Option;

/** The options of every command that computes cells which decide what computes them. */
final class ProfileOptions {

  private final Terminal terminal;

  @Option(
      names = "--executor",
      paramLabel = "ID",
      description =
          "What runs networks: engine (built in, the default) or torch (your PyTorch). Part of the"
              + " execution profile.")
  private String executor;

  @Option(
      names = "--device",
      paramLabel = "NAME",
      description =
          "The device: cpu, cuda, or auto, which is the GPU if it can be used and otherwise the CPU"
              + " (default: the device of the build); for torch also cuda:N and mps. Part of the"
              + " execution profile.")
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
          "Algorithm of convolutions: winograd, direct (both by oneDNN) or nd4j (default: winograd if"
              + " oneDNN is available). Part of the execution profile.")
  private String convolutions;

  @Option(
      names = "--micro-batch",
      paramLabel = "N",
      description =
          "Largest number of samples that a network computes at once outside training, a power of"
              + " two, 1 to 65536 (default: 64). If memory is short, fewer are used, and results say"
              + " so. Part of the execution profile.")
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
    Optional<ExecutionProfile> kept = RunManifest.profile(folder);
    String id = kept.map(ExecutionProfile::executor).orElse(Executors.STANDARD);
    if (executor != null) {
      id = executor;
    }
    ExecutorProvider provider = find(id);
    SortedMap<String, String> settings =
        provider.choose(
            asked(),
            kept.filter(run -> run.executor().equals(provider.id()))
                .map(ExecutionProfile::settings),
            terminal::note);
    try {
      ExecutionProfile profile =
          kept.map(run -> run.by(provider.id(), settings))
              .orElseGet(() -> ExecutionProfile.standard(provider.id(), settings));
      profile = threads > 0 ? profile.withThreads(threads) : profile;
      ThreadNotes.of(profile.threads(), System.getenv()).forEach(terminal::note);
      return profile;
    } catch (IllegalArgumentException e) {
      throw new UserException(e.getMessage(), e);
    }
  }

  private static ExecutorProvider find(String id) {
    return Executors.find(id)
        .orElseThrow(
            () ->
                new UserException(
                    "--executor: '"
                        + id
                        + "' is not installed; installed are "
                        + Executors.known()));
  }

  private Map<String, String> asked() {
    Map<String, String> asked = new TreeMap<>();
    if (device != null) {
      asked.put(ExecutorProvider.DEVICE, device);
    }
    if (nativeLibrary != null) {
      asked.put("nativeLibrary", nativeLibrary);
    }
    if (convolutions != null) {
      asked.put("convolutions", convolutions);
    }
    if (microBatch != null) {
      asked.put(ExecutorProvider.MICRO_BATCH, microBatch.toString());
    }
    return asked;
  }
}

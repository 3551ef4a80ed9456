package org.robustgrid.engine.device;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Looks at the machine at hand. */
final class Machine implements CudaProbe {

  private static final Path KERNEL_MODULE = Path.of("/proc/driver/nvidia/version");
  private static final String REDISTRIBUTED = "org/bytedeco/cuda/linux-x86_64/";

  /** Where the system's loader, the backend's own search path and CUDA's installers put files. */
  private static final List<String> FOLDERS =
      List.of(
          "/usr/local/cuda-11.6/lib64",
          "/usr/lib64",
          "/lib64",
          "/usr/lib",
          "/lib",
          "/usr/lib/x86_64-linux-gnu",
          "/lib/x86_64-linux-gnu");

  private String loaderCache;

  @Override
  public String platform() {
    return Platform.name();
  }

  @Override
  public boolean onClassPath(String resource) {
    return Machine.class.getClassLoader().getResource(resource) != null;
  }

  @Override
  public Optional<Answer> nvidiaSmi(String... arguments) {
    List<String> command = new ArrayList<>(List.of("nvidia-smi"));
    command.addAll(Arrays.asList(arguments));
    return run(command);
  }

  private static Optional<Answer> run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return Optional.of(new Answer(-1, List.of("nothing for 10 seconds")));
      }
      List<String> lines = output.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
      return Optional.of(new Answer(process.exitValue(), lines));
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  @Override
  public Optional<String> kernelModule() {
    try {
      return Files.isReadable(KERNEL_MODULE)
          ? Optional.of(Files.readString(KERNEL_MODULE))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public boolean finds(String library) {
    Stream<String> folders =
        Stream.concat(
            environment("LD_LIBRARY_PATH").stream().flatMap(path -> Stream.of(path.split(":"))),
            FOLDERS.stream());
    return folders.filter(f -> !f.isEmpty()).anyMatch(f -> Files.exists(Path.of(f, library)))
        || onClassPath(REDISTRIBUTED + library)
        || loaderCache().contains(library + " ");
  }

  private String loaderCache() {
    if (loaderCache == null) {
      loaderCache =
          run(List.of("ldconfig", "-p"))
              .or(() -> run(List.of("/sbin/ldconfig", "-p")))
              .map(answer -> String.join("\n", answer.lines()))
              .orElse("");
    }
    return loaderCache;
  }

  @Override
  public Optional<String> environment(String variable) {
    return Optional.ofNullable(System.getenv(variable));
  }
}

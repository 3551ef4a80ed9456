package org.robustgrid.engine.device;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Looks at this machine. */
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

  /** A driver in trouble may keep its programs waiting for ever. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

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
    return run(command, PATIENCE);
  }

  /**
   * Runs a program.
   *
   * @param patience after which a program that hangs is killed, and counts as failed
   * @return empty if there is no such program
   */
  static Optional<Answer> run(List<String> command, Duration patience) {
    Process process = null;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
      InputStream output = process.getInputStream();
      // read beside: a program that hangs does not close its output either
      byte[] bytes =
          CompletableFuture.supplyAsync(() -> bytes(output), Machine::apart)
              .get(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new TimeoutException();
      }
      String text = new String(bytes, StandardCharsets.UTF_8);
      List<String> lines = text.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
      return Optional.of(new Answer(process.exitValue(), lines));
    } catch (TimeoutException e) {
      return Optional.of(
          new Answer(-1, List.of("nothing for " + patience.toSeconds() + " seconds")));
    } catch (IOException | ExecutionException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      end(process);
    }
  }

  /** On a thread of its own, which keeps nobody waiting. */
  private static void apart(Runnable reading) {
    Thread thread = new Thread(reading, "output of a program");
    thread.setDaemon(true);
    thread.start();
  }

  private static byte[] bytes(InputStream output) {
    try {
      return output.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void end(Process process) {
    if (process != null && process.isAlive()) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
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

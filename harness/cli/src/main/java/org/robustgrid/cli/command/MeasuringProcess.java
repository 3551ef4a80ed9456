package org.robustgrid.cli.command;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.robustgrid.base.UserException;
import org.robustgrid.cli.terminal.Terminal;
import org.robustgrid.engine.MemoryBudget;
import org.robustgrid.engine.device.Devices;
import org.robustgrid.engine.library.NativeLibrary;
import org.robustgrid.run.coordinator.EngineProcess;

/**
 * A process of its own to measure in, started as workers are: threads and the C library's memory
 * are settled by environment variables before a native library loads.
 */
final class MeasuringProcess {

  /** The system property that marks such a process. */
  static final String MARK = "robustgrid.measuring";

  private static final String OPENMP = "OMP_NUM_THREADS";
  private static final List<String> HANDED_ON =
      List.of(
          "robustgrid.home",
          NativeLibrary.PROPERTY,
          NativeLibrary.CONVOLUTIONS_PROPERTY,
          NativeLibrary.KERNELS_PROPERTY,
          Devices.PROPERTY,
          MemoryBudget.PROPERTY);
  private static final int MOST_THREADS = 1024;
  private static final long MEBI = 1 << 20;
  private static final int HEAP_MEGABYTES = 2048;

  private MeasuringProcess() {}

  /** Whether this process is one. */
  static boolean isThis() {
    return Boolean.getBoolean(MARK);
  }

  /**
   * Runs a command in such a process, its streams being this one's.
   *
   * @param threads as given, or null
   * @param arguments of the command, its name first
   * @return its exit code
   */
  static int run(Integer threads, List<String> arguments, Terminal terminal)
      throws InterruptedException {
    int count = threads(threads, Optional.ofNullable(System.getenv(OPENMP)), terminal);
    ProcessBuilder builder =
        new EngineProcess(HEAP_MEGABYTES, nativeMegabytes(), count)
            .build(options(), "org.robustgrid.cli.Main", arguments)
            .inheritIO();
    int code;
    try {
      code = builder.start().waitFor();
    } catch (IOException e) {
      throw new UserException("cannot start a process to measure in: " + e.getMessage(), e);
    }
    if (code > ExitCode.BUG) {
      throw new UserException(
          "the process that measures was killed (exit code "
              + code
              + "); it may have run out of memory: lower --batch");
    }
    return code;
  }

  /**
   * How many threads: the option, the environment, a core each.
   *
   * @throws UserException where the environment's number is none
   */
  static int threads(Integer option, Optional<String> environment, Terminal terminal) {
    if (option != null) {
      environment
          .filter(value -> !value.strip().equals(option.toString()))
          .ifPresent(
              value ->
                  terminal.note(
                      OPENMP + " is " + value + ", but --threads is " + option + ", which counts"));
      return option;
    }
    if (environment.isEmpty()) {
      return Runtime.getRuntime().availableProcessors();
    }
    String value = environment.get().strip();
    if (!value.matches("[0-9]{1,4}")
        || Integer.parseInt(value) < 1
        || Integer.parseInt(value) > MOST_THREADS) {
      throw new UserException(
          "the environment variable "
              + OPENMP
              + " is '"
              + environment.get()
              + "': expected 1 to "
              + MOST_THREADS
              + "; unset it, or give --threads");
    }
    return Integer.parseInt(value);
  }

  private static List<String> options() {
    List<String> options = new ArrayList<>();
    options.add("-D" + MARK + "=true");
    for (String name : HANDED_ON) {
      String value = System.getProperty(name);
      if (value != null) {
        options.add("-D" + name + "=" + value);
      }
    }
    return options;
  }

  /** Three quarters of the machine's memory, the heap taken out: as a single worker gets. */
  private static long nativeMegabytes() {
    long total =
        ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getTotalMemorySize()
            / MEBI;
    return Math.max(512, total * 3 / 4 - HEAP_MEGABYTES);
  }
}

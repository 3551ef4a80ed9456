package org.robustgrid.cli.command;

import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.util.TreeSet;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.cli.terminal.Durations;
import org.robustgrid.cli.terminal.Terminal;
import org.robustgrid.cli.terminal.TextTable;
import org.robustgrid.engine.device.Device;
import org.robustgrid.engine.device.Devices;
import org.robustgrid.engine.library.NativeLibrary;
import org.robustgrid.run.executor.ExecutorProvider;
import org.robustgrid.run.executor.Executors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says what this machine offers and what will be used of it. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Describes this machine: backend, native library and why it was chosen, CPU, memory, GPU, and",
      "what other executors find: Python, PyTorch, its devices. Starts ND4J and PyTorch as a test,",
      "unless --quick is given."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  robustgrid doctor", "  robustgrid doctor --quick"})
public final class DoctorCommand implements Runnable {

  private static final double GIBI = 1L << 30;

  private final Terminal terminal;

  @Option(names = "--quick", description = "Start neither ND4J nor PyTorch.")
  private boolean quick;

  @Inject
  DoctorCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    String device = device();
    NativeLibrary.Choice choice = Backend.choose();
    TextTable table = new TextTable(terminal.width(), "");
    table.row(
        "java",
        System.getProperty("java.version")
            + ", "
            + System.getProperty("java.vm.name")
            + ", "
            + System.getProperty("os.name")
            + " "
            + System.getProperty("os.arch"));
    table.row("device", device);
    table.row("backend", quick ? "not started" : backend());
    table.row("native library", choice.name() + ": " + choice.reason());
    table.row("convolutions", NativeLibrary.convolutions().label());
    String features = String.join(" ", new TreeSet<>(choice.cpuFeatures()));
    table.row("CPU features", features.isEmpty() ? "not reported by the system" : features);
    int cores = Runtime.getRuntime().availableProcessors();
    table.row("threads", cores + " for this process; a run uses one worker of one thread a core");
    ThreadNotes.of(1, System.getenv()).forEach(note -> table.row("", note));
    table.row("memory", memory());
    Device gpu = Devices.cuda();
    table.row("GPU", gpu.available() ? gpu.name() + ": can be used" : gpu.name());
    gpu.obstacles().forEach(obstacle -> table.row("", "- " + obstacle));
    if (!quick) {
      Executors.all().forEach(executor -> diagnose(executor, table));
    }
    table.print(terminal);
  }

  private static void diagnose(ExecutorProvider executor, TextTable table) {
    String head = "executor " + executor.id();
    for (String line : executor.diagnosis()) {
      table.row(head, line);
      head = "";
    }
  }

  /** What computes, and why; the CPU where this build's GPU cannot be used. */
  private static String device() {
    try {
      Devices.Choice choice = Devices.select();
      return choice.device().name() + ": " + choice.reason();
    } catch (IllegalStateException e) {
      // the following describes the CPU; problems of the GPU are reported below
      return Devices.select(Device.Kind.CPU.label()).device().name()
          + " for this description; a run needs '--device cpu' or '--device auto', as the GPU"
          + " cannot be used";
    }
  }

  private static String backend() {
    long start = System.nanoTime();
    Backend.start();
    double sum =
        Nd4j.ones(DataType.FLOAT, 64, 64)
            .mmul(Nd4j.ones(DataType.FLOAT, 64, 64))
            .sumNumber()
            .doubleValue();
    if (sum != 64.0 * 64 * 64) {
      throw new IllegalStateException("a product of matrices of ones sums to " + sum);
    }
    String version = Nd4j.class.getPackage().getImplementationVersion();
    return Nd4j.getBackend().getClass().getSimpleName()
        + (version == null ? "" : " " + version)
        + ", started and multiplied in "
        + Durations.words((System.nanoTime() - start) / 1e9);
  }

  private static String memory() {
    if (ManagementFactory.getOperatingSystemMXBean()
        instanceof com.sun.management.OperatingSystemMXBean system) {
      return String.format(
          java.util.Locale.ROOT,
          "%.1f GiB, %.1f GiB of them free",
          system.getTotalMemorySize() / GIBI,
          system.getFreeMemorySize() / GIBI);
    }
    return "not reported by the system";
  }
}

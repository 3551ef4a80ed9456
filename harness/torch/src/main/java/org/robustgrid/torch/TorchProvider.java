package org.robustgrid.torch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.base.UserException;
import org.robustgrid.engine.MemoryBudget;
import org.robustgrid.engine.MicroBatchRows;
import org.robustgrid.engine.NativeMemory;
import org.robustgrid.engine.device.Device;
import org.robustgrid.engine.device.Devices;
import org.robustgrid.engine.library.NativeLibrary;
import org.robustgrid.models.ImportedModel;
import org.robustgrid.numerics.HostRows;
import org.robustgrid.run.executor.Executor;
import org.robustgrid.run.executor.ExecutorProvider;
import org.robustgrid.spi.data.DataException;

/**
 * Networks in a PyTorch process of the user's, on any device that PyTorch serves. PyTorch is asked
 * for its version and its devices by a process that ends again.
 */
public final class TorchProvider implements ExecutorProvider {

  /** Threads for steps in the host's memory: the memory's bandwidth is shared by then. */
  private static final int MOST_HOST_THREADS = 8;

  private static final String CPU = "cpu";

  /** Samples at once on a GPU, unless asked for otherwise: more than an attack's batch. */
  private static final int ON_GPU = 1024;

  @Override
  public String id() {
    return "torch";
  }

  @Override
  public String summary() {
    return "PyTorch 1.13 or later in a Python process: on the CPU, CUDA, ROCm or Apple's GPU.";
  }

  @Override
  public SortedMap<String, String> choose(
      Map<String, String> asked, Optional<SortedMap<String, String>> kept, Consumer<String> notes) {
    TreeSet<String> unknown = new TreeSet<>(asked.keySet());
    unknown.removeAll(TorchSettings.ASKED);
    if (!unknown.isEmpty()) {
      throw new UserException(
          "the executor torch cannot be asked for "
              + String.join(", ", unknown)
              + "; it can for "
              + String.join(", ", new TreeSet<>(TorchSettings.ASKED)));
    }
    SortedMap<String, String> settings = new TreeMap<>(kept.orElse(new TreeMap<>()));
    settings.putIfAbsent(PRECISION, "float");
    settings.putIfAbsent(DEVICE, "auto");
    settings.putAll(asked);
    try {
      settings.computeIfAbsent(TorchSettings.NATIVE_LIBRARY, name -> NativeLibrary.select().name());
    } catch (IllegalStateException e) {
      throw new UserException(e.getMessage(), e);
    }
    settle(settings, notes);
    int rows = device(settings).equals(CPU) ? MicroBatchRows.DEFAULT : ON_GPU;
    settings.putIfAbsent(MICRO_BATCH, Integer.toString(rows));
    kept.ifPresent(before -> requireSame(before, settings, asked));
    TorchSettings.problem(settings)
        .ifPresent(
            problem -> {
              throw new UserException(problem);
            });
    return settings;
  }

  /** Fills in what PyTorch says of itself and its device. */
  private static void settle(SortedMap<String, String> settings, Consumer<String> notes) {
    try {
      if (settings.get(DEVICE).equals("auto")) {
        Installation found = probe(CPU, DataType.FLOAT);
        String device = found.gpu().map(Installation.Device::id).orElse(CPU);
        if (device.equals("mps") && settings.get(PRECISION).equals("double")) {
          device = CPU;
        }
        settings.put(DEVICE, device);
        notes.accept(
            "PyTorch "
                + found.torch()
                + " of "
                + found.interpreter()
                + " computes on "
                + device
                + (device.equals(CPU) ? ": it has no GPU" : ", its first GPU"));
      } else if (settings.get(DEVICE).equals("cuda")) {
        settings.put(DEVICE, "cuda:0");
      }
      TorchSettings.deviceProblem(settings.get(DEVICE))
          .ifPresent(
              problem -> {
                throw new UserException(problem);
              });
      Installation found = probe(settings.get(DEVICE), precision(settings));
      settings.put(TorchSettings.DEVICE_NAME, found.deviceName());
      settings.put(TorchSettings.TORCH, found.torch());
      settings.put(TorchSettings.CUDA, found.cuda());
    } catch (DataException e) {
      throw new UserException(e.getMessage(), e);
    }
  }

  private static DataType precision(Map<String, String> settings) {
    return "double".equals(settings.get(PRECISION)) ? DataType.DOUBLE : DataType.FLOAT;
  }

  /** A run does not resume under another PyTorch or on another device unless it is requested. */
  private static void requireSame(
      Map<String, String> before, Map<String, String> now, Map<String, String> asked) {
    for (String name :
        List.of(TorchSettings.TORCH, TorchSettings.CUDA, TorchSettings.DEVICE_NAME)) {
      if (!asked.containsKey(DEVICE)
          && before.containsKey(name)
          && !before.get(name).equals(now.get(name))) {
        throw new UserException(
            "the run began with "
                + name
                + " '"
                + before.get(name)
                + "', but here it is '"
                + now.get(name)
                + "', and results would differ; resume it where it began, or name the device"
                + " (--device), which computes its cells again");
      }
    }
  }

  private static Installation probe(String device, DataType precision) {
    try (TorchServer server = new TorchServer(TorchServer.interpreter(), device, precision)) {
      return server.installation();
    }
  }

  /** What PyTorch says of itself on the CPU; nothing without it. */
  @Override
  public SortedMap<String, String> ofThisMachine() {
    SortedMap<String, String> settings = new TreeMap<>();
    try {
      Installation found = probe(CPU, DataType.FLOAT);
      settings.put(TorchSettings.TORCH, found.torch());
      settings.put(TorchSettings.CUDA, found.cuda());
    } catch (DataException e) {
      settings.put(TorchSettings.TORCH, "none");
    }
    return settings;
  }

  @Override
  public Optional<String> problem(Map<String, String> settings) {
    return TorchSettings.problem(settings);
  }

  @Override
  public String device(Map<String, String> settings) {
    return settings.get(DEVICE);
  }

  /** One worker keeps a GPU busy, and each takes memory there for its context. */
  @Override
  public OptionalInt workers(Map<String, String> settings) {
    return device(settings).equals(CPU) ? OptionalInt.empty() : OptionalInt.of(1);
  }

  /** What ND4J computes of an attack or an update, it computes on the CPU. */
  @Override
  public List<String> javaOptions(Map<String, String> settings, long nativeMegabytes) {
    List<String> options = new ArrayList<>();
    options.add("-D" + MemoryBudget.PROPERTY + "=" + nativeMegabytes);
    options.add("-D" + Devices.PROPERTY + "=" + Device.Kind.CPU.label());
    options.add("-D" + NativeLibrary.PROPERTY + "=" + settings.get(TorchSettings.NATIVE_LIBRARY));
    options.add("-D" + TorchServer.INTERPRETER + "=" + TorchServer.interpreter());
    String seconds = System.getProperty(TorchServer.SECONDS);
    if (seconds != null) {
      options.add("-D" + TorchServer.SECONDS + "=" + seconds);
    }
    return options;
  }

  @Override
  public void prepare(Map<String, String> settings, Map<String, String> environment) {
    NativeMemory.environment().forEach(environment::putIfAbsent);
  }

  @Override
  public List<String> diagnosis() {
    try {
      Installation found = probe(CPU, DataType.FLOAT);
      List<String> lines = new ArrayList<>();
      lines.add(
          "PyTorch "
              + found.torch()
              + ", CUDA "
              + found.cuda()
              + ", on Python "
              + found.python()
              + " of "
              + found.interpreter());
      found.devices().forEach(device -> lines.add("- " + device.describe()));
      found.obstacles().forEach(obstacle -> lines.add("- no GPU: " + obstacle));
      return lines;
    } catch (DataException e) {
      return List.of("cannot be used: " + e.getMessage());
    }
  }

  @Override
  public List<Class<?>> code() {
    return List.of(TorchProvider.class, NativeLibrary.class, ImportedModel.class);
  }

  /**
   * Starts ND4J and PyTorch.
   *
   * @throws IllegalStateException when PyTorch is not the one of the settings
   */
  @Override
  public Executor start(Map<String, String> settings) {
    NativeLibrary.select();
    Nd4j.zeros(1);
    TorchSettings wanted = TorchSettings.of(settings);
    TorchServer server =
        new TorchServer(TorchServer.interpreter(), wanted.device(), wanted.precision());
    try {
      Installation found = server.installation();
      if (!found.torch().equals(wanted.torch())
          || !found.cuda().equals(wanted.cuda())
          || !found.deviceName().equals(wanted.deviceName())) {
        throw new IllegalStateException(
            "PyTorch has changed since the run was planned: " + wanted + ", but now " + found);
      }
      if (!wanted.device().equals(CPU)) {
        HostRows.threads(
            Math.max(
                1, Math.min(MOST_HOST_THREADS, Runtime.getRuntime().availableProcessors() - 1)));
      }
      return new TorchExecutor(wanted, server);
    } catch (DataException e) {
      server.close();
      throw new IllegalStateException(e.getMessage(), e);
    }
  }
}

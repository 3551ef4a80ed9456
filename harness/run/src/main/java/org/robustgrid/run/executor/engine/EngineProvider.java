package org.robustgrid.run.executor.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
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
import org.robustgrid.run.executor.Executor;
import org.robustgrid.run.executor.ExecutorProvider;

/**
 * Robustgrid's own engine on ND4J. Its settings are the native library, which determines the
 * device, what computes convolutions, the precision and the micro-batch: most samples that a
 * network computes at once outside training, a power of two, so that what is left of a batch is
 * computed in smaller ones, all of which fit into twice the largest.
 */
public final class EngineProvider implements ExecutorProvider {

  /** The setting that names ND4J's native library. */
  public static final String LIBRARY = "nativeLibrary";

  /** The setting that says what computes convolutions: winograd, direct or nd4j. */
  public static final String CONVOLUTIONS = "convolutions";

  private static final Set<String> SETTINGS =
      new TreeSet<>(Set.of(LIBRARY, CONVOLUTIONS, PRECISION, MICRO_BATCH));

  @Override
  public String id() {
    return "engine";
  }

  @Override
  public String summary() {
    return "Robustgrid's own kernels on ND4J and oneDNN, or on ND4J's CUDA library.";
  }

  @Override
  public SortedMap<String, String> choose(
      Map<String, String> asked, Optional<SortedMap<String, String>> kept, Consumer<String> notes) {
    requireKnown(asked.keySet());
    try {
      if (asked.containsKey(DEVICE)) {
        chooseDevice(asked.get(DEVICE), notes);
      }
      if (asked.containsKey(LIBRARY)) {
        System.setProperty(NativeLibrary.PROPERTY, runnable(asked.get(LIBRARY), notes));
      }
      if (asked.containsKey(CONVOLUTIONS)) {
        chooseConvolutions(asked.get(CONVOLUTIONS));
      }
      SortedMap<String, String> settings = new TreeMap<>();
      if (kept.isPresent() && !forced()) {
        requireDevice(kept.get());
        settings.putAll(kept.get());
      } else {
        settings.put(PRECISION, "float");
        settings.put(MICRO_BATCH, Integer.toString(MicroBatchRows.DEFAULT));
        settings.putAll(ofThisMachine());
      }
      for (String name : List.of(PRECISION, MICRO_BATCH)) {
        if (asked.containsKey(name)) {
          settings.put(name, asked.get(name));
        }
      }
      problem(settings)
          .ifPresent(
              problem -> {
                throw new UserException(problem);
              });
      return settings;
    } catch (IllegalStateException e) {
      throw new UserException(e.getMessage(), e);
    }
  }

  private static void requireKnown(Set<String> asked) {
    Set<String> unknown = new TreeSet<>(asked);
    unknown.removeAll(SETTINGS);
    unknown.remove(DEVICE);
    if (!unknown.isEmpty()) {
      throw new UserException(
          "the executor engine has no setting "
              + String.join(", ", unknown)
              + "; it has "
              + String.join(", ", SETTINGS)
              + " and a device; leave out those that it does not have");
    }
  }

  private static boolean forced() {
    return System.getProperty(Devices.PROPERTY) != null
        || System.getProperty(NativeLibrary.PROPERTY) != null
        || System.getProperty(NativeLibrary.CONVOLUTIONS_PROPERTY) != null;
  }

  private static void chooseDevice(String asked, Consumer<String> notes) {
    Devices.Choice choice = Devices.select(asked);
    if (asked.equals("auto")) {
      notes.accept("computing on " + choice.device().name() + ": " + choice.reason());
    }
  }

  /** A run that began on a GPU does not resume without one. */
  private void requireDevice(Map<String, String> settings) {
    if (onGpu(settings)) {
      Devices.select(device(settings));
    }
  }

  /** The library itself, or the fastest that this CPU runs. */
  private static String runnable(String name, Consumer<String> notes) {
    boolean onGpu = Devices.select().device().kind() == Device.Kind.CUDA;
    if (onGpu) {
      return name;
    }
    NativeLibrary.Choice choice = NativeLibrary.preferring(name);
    if (!choice.name().equals(name)) {
      notes.accept(choice.reason() + "; " + choice.name() + " is used instead");
    }
    return choice.name();
  }

  private static void chooseConvolutions(String name) {
    if (NativeLibrary.Convolutions.named(name).isEmpty()) {
      throw new UserException(unknownConvolutions(name));
    }
    System.setProperty(NativeLibrary.CONVOLUTIONS_PROPERTY, name);
  }

  private static String unknownConvolutions(String name) {
    return "the convolutions '"
        + name
        + "' are unknown; known are "
        + NativeLibrary.Convolutions.KNOWN;
  }

  @Override
  public SortedMap<String, String> ofThisMachine() {
    SortedMap<String, String> settings = new TreeMap<>();
    settings.put(LIBRARY, NativeLibrary.select().name());
    settings.put(CONVOLUTIONS, NativeLibrary.convolutions().label());
    return settings;
  }

  @Override
  public Optional<String> problem(Map<String, String> settings) {
    Set<String> named = new TreeSet<>(settings.keySet());
    if (!named.equals(SETTINGS)) {
      return Optional.of(
          "the settings of the executor engine are "
              + String.join(", ", SETTINGS)
              + ", but these are "
              + (named.isEmpty() ? "none" : String.join(", ", named)));
    }
    if (NativeLibrary.Convolutions.named(settings.get(CONVOLUTIONS)).isEmpty()) {
      return Optional.of(unknownConvolutions(settings.get(CONVOLUTIONS)));
    }
    String precision = settings.get(PRECISION);
    if (!precision.equals("float") && !precision.equals("double")) {
      return Optional.of("precision must be float or double, but is '" + precision + "'");
    }
    return microBatchProblem(settings.get(MICRO_BATCH));
  }

  private static Optional<String> microBatchProblem(String value) {
    try {
      int rows = MicroBatchRows.checked(Integer.parseInt(value));
      return Integer.bitCount(rows) == 1
          ? Optional.empty()
          : Optional.of(
              "a micro-batch must be a power of two, but "
                  + rows
                  + " samples are asked for; take "
                  + Integer.highestOneBit(rows)
                  + " for one");
    } catch (NumberFormatException e) {
      return Optional.of("a micro-batch must be a number of samples, but is '" + value + "'");
    } catch (IllegalArgumentException e) {
      return Optional.of(e.getMessage());
    }
  }

  /** What computes, {@code cpu} or {@code cuda}: the device of the native library. */
  @Override
  public String device(Map<String, String> settings) {
    return (onGpu(settings) ? Device.Kind.CUDA : Device.Kind.CPU).label();
  }

  private static boolean onGpu(Map<String, String> settings) {
    return settings.get(LIBRARY).equals(NativeLibrary.CUDA);
  }

  /** One worker keeps a GPU busy, and each takes memory there for its context. */
  @Override
  public OptionalInt workers(Map<String, String> settings) {
    return onGpu(settings) ? OptionalInt.of(1) : OptionalInt.empty();
  }

  @Override
  public List<String> javaOptions(Map<String, String> settings, long nativeMegabytes) {
    List<String> options = new ArrayList<>();
    options.add("-D" + MemoryBudget.PROPERTY + "=" + nativeMegabytes);
    options.add("-D" + Devices.PROPERTY + "=" + device(settings));
    options.add("-D" + NativeLibrary.PROPERTY + "=" + settings.get(LIBRARY));
    options.add("-D" + NativeLibrary.CONVOLUTIONS_PROPERTY + "=" + settings.get(CONVOLUTIONS));
    options.add("-D" + MicroBatchRows.PROPERTY + "=" + settings.get(MICRO_BATCH));
    return options;
  }

  @Override
  public void prepare(Map<String, String> settings, Map<String, String> environment) {
    NativeMemory.environment().forEach(environment::putIfAbsent);
    if (onGpu(settings)) {
      environment.putAll(Devices.select().device().environment());
    }
  }

  @Override
  public List<Class<?>> code() {
    return List.of(NativeLibrary.class, ImportedModel.class);
  }

  @Override
  public Executor start(Map<String, String> settings) {
    NativeLibrary.select();
    Nd4j.zeros(1);
    return new EngineExecutor(
        settings.get(PRECISION).equals("double") ? DataType.DOUBLE : DataType.FLOAT);
  }
}

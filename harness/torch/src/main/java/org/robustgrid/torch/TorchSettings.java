package org.robustgrid.torch;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.nd4j.linalg.api.buffer.DataType;
import org.robustgrid.engine.MicroBatchRows;
import org.robustgrid.run.executor.ExecutorProvider;

/**
 * All that can change a bit of what PyTorch computes.
 *
 * @param device cpu, cuda:N or mps
 * @param deviceName what it is: a GPU's name, or the vector instructions that PyTorch uses
 * @param torch PyTorch's version
 * @param cuda that of its CUDA or ROCm, or none
 * @param precision FLOAT or DOUBLE
 * @param microBatch most samples that are computed at once outside training
 * @param nativeLibrary of ND4J, which computes losses' and attacks' part
 */
record TorchSettings(
    String device,
    String deviceName,
    String torch,
    String cuda,
    DataType precision,
    int microBatch,
    String nativeLibrary) {

  static final String DEVICE_NAME = "deviceName";
  static final String TORCH = "torch";
  static final String CUDA = "cuda";
  static final String NATIVE_LIBRARY = "nativeLibrary";

  /** The names of all settings. */
  static final Set<String> NAMES =
      Set.of(
          ExecutorProvider.DEVICE,
          DEVICE_NAME,
          TORCH,
          CUDA,
          ExecutorProvider.PRECISION,
          ExecutorProvider.MICRO_BATCH,
          NATIVE_LIBRARY);

  /** Settings that a user may ask for. */
  static final Set<String> ASKED =
      Set.of(
          ExecutorProvider.DEVICE,
          ExecutorProvider.PRECISION,
          ExecutorProvider.MICRO_BATCH,
          NATIVE_LIBRARY);

  private static final Pattern DEVICES = Pattern.compile("cpu|mps|cuda(:[0-9]+)?");

  /** What is wrong with a device's name; empty if there may be such a device. */
  static Optional<String> deviceProblem(String device) {
    return DEVICES.matcher(device).matches()
        ? Optional.empty()
        : Optional.of(
            "the device '"
                + device
                + "' is unknown to the executor torch; give cpu, cuda:0 (or the number of another"
                + " GPU), mps or auto");
  }

  /** What is wrong with settings, and what to do. */
  static Optional<String> problem(Map<String, String> settings) {
    if (!settings.keySet().equals(NAMES)) {
      return Optional.of(
          "the settings of the executor torch are "
              + String.join(", ", new TreeSet<>(NAMES))
              + ", but these are "
              + (settings.isEmpty()
                  ? "none"
                  : String.join(", ", new TreeSet<>(settings.keySet()))));
    }
    String precision = settings.get(ExecutorProvider.PRECISION);
    if (!precision.equals("float") && !precision.equals("double")) {
      return Optional.of("precision must be float or double, but is '" + precision + "'");
    }
    String device = settings.get(ExecutorProvider.DEVICE);
    if (device.equals("mps") && precision.equals("double")) {
      return Optional.of("the device mps has no double precision; compute in float, or on cpu");
    }
    return deviceProblem(device).or(() -> rowsProblem(settings.get(ExecutorProvider.MICRO_BATCH)));
  }

  private static Optional<String> rowsProblem(String value) {
    try {
      MicroBatchRows.checked(Integer.parseInt(value));
      return Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.of("a micro-batch must be a number of samples, but is '" + value + "'");
    } catch (IllegalArgumentException e) {
      return Optional.of(e.getMessage());
    }
  }

  /**
   * Reads settings.
   *
   * @throws IllegalStateException when they have a {@link #problem}
   */
  static TorchSettings of(Map<String, String> settings) {
    problem(settings)
        .ifPresent(
            problem -> {
              throw new IllegalStateException(problem);
            });
    return new TorchSettings(
        settings.get(ExecutorProvider.DEVICE),
        settings.get(DEVICE_NAME),
        settings.get(TORCH),
        settings.get(CUDA),
        settings.get(ExecutorProvider.PRECISION).equals("double")
            ? DataType.DOUBLE
            : DataType.FLOAT,
        Integer.parseInt(settings.get(ExecutorProvider.MICRO_BATCH)),
        settings.get(NATIVE_LIBRARY));
  }

  /** The settings by name. */
  SortedMap<String, String> map() {
    SortedMap<String, String> map = new TreeMap<>();
    map.put(ExecutorProvider.DEVICE, device);
    map.put(DEVICE_NAME, deviceName);
    map.put(TORCH, torch);
    map.put(CUDA, cuda);
    map.put(ExecutorProvider.PRECISION, precision == DataType.DOUBLE ? "double" : "float");
    map.put(ExecutorProvider.MICRO_BATCH, Integer.toString(microBatch));
    map.put(NATIVE_LIBRARY, nativeLibrary);
    return map;
  }
}

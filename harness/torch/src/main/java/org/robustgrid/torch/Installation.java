package org.robustgrid.torch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A PyTorch as its process describes it.
 *
 * @param interpreter that runs it
 * @param python version
 * @param torch version
 * @param cuda version of CUDA or ROCm, or none
 * @param deviceName of the device that was asked for
 * @param devices all of them, each with its name
 * @param obstacles what keeps PyTorch from a GPU
 */
record Installation(
    String interpreter,
    String python,
    String torch,
    String cuda,
    String deviceName,
    List<Device> devices,
    List<String> obstacles) {

  /**
   * A device.
   *
   * @param id cpu, cuda:N or mps
   * @param bytes of its memory; 0 if PyTorch does not report it
   */
  record Device(String id, String name, long bytes) {

    /** In words. */
    String describe() {
      String memory =
          bytes == 0 ? "" : String.format(java.util.Locale.ROOT, ", %.1f GiB", bytes / 0x1p30);
      return id + ": " + name + memory;
    }
  }

  static Installation of(String interpreter, Map<String, Object> answer) {
    List<Device> devices = new ArrayList<>();
    if (answer.get("devices") instanceof List<?> list) {
      for (Object each : list) {
        if (each instanceof Map<?, ?> device) {
          long bytes = device.get("memory") instanceof Number memory ? memory.longValue() : 0;
          devices.add(new Device(text(device, "id"), text(device, "name"), bytes));
        }
      }
    }
    return new Installation(
        interpreter,
        text(answer, "python"),
        text(answer, "torch"),
        text(answer, "cuda"),
        text(answer, "name"),
        devices,
        answer.get("obstacles") instanceof List<?> list
            ? list.stream().map(String::valueOf).toList()
            : List.of());
  }

  private static String text(Map<?, ?> map, String name) {
    return String.valueOf(map.get(name));
  }

  /** The first GPU. */
  Optional<Device> gpu() {
    return devices.stream().filter(device -> !device.id().equals("cpu")).findFirst();
  }
}

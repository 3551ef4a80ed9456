package org.robustgrid.engine.device;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which GPUs CUDA_VISIBLE_DEVICES leaves, by CUDA's rules. */
final class VisibleGpus {

  private VisibleGpus() {}

  /**
   * The GPUs a list names, in its order; what follows an entry that names none is left out.
   *
   * @param visible numbers or beginnings of uuids, separated by commas
   */
  static List<Gpu> of(String visible, List<Gpu> gpus) {
    List<Gpu> named = new ArrayList<>();
    for (String entry : visible.split(",", -1)) {
      String wanted = entry.strip();
      List<Gpu> found =
          gpus.stream()
              .filter(
                  gpu ->
                      Integer.toString(gpu.index()).equals(wanted)
                          || (wanted.startsWith("GPU-") && gpu.uuid().startsWith(wanted)))
              .toList();
      if (found.isEmpty()) {
        break;
      }
      named.add(found.get(0));
    }
    return named;
  }

  /**
   * Whether a list's numbers may mean other GPUs to CUDA than to the driver, whose numbers follow
   * the bus: unless configured to do the same, CUDA begins with the fastest. Among GPUs of one kind
   * it follows the bus.
   *
   * @param order CUDA_DEVICE_ORDER
   */
  static boolean ambiguous(String visible, Optional<String> order, List<Gpu> gpus) {
    boolean numbered =
        Arrays.stream(visible.split(",", -1)).map(String::strip).anyMatch(e -> e.matches("\\d+"));
    boolean oneKind = gpus.stream().map(Gpu::name).distinct().count() <= 1;
    boolean all = Set.copyOf(of(visible, gpus)).size() == gpus.size();
    return numbered && !oneKind && !all && !order.equals(Optional.of("PCI_BUS_ID"));
  }
}

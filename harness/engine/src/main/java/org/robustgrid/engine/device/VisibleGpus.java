package org.robustgrid.engine.device;

import java.util.ArrayList;
import java.util.List;

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
}

package org.robustgrid.engine.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A GPU as its driver describes it.
 *
 * @param index the driver's number
 * @param uuid the driver's name for this very piece
 * @param name the product
 * @param capability the compute capability, if the driver reports it
 * @param totalMemory bytes
 * @param freeMemory bytes
 */
public record Gpu(
    int index,
    String uuid,
    String name,
    Optional<ComputeCapability> capability,
    long totalMemory,
    long freeMemory) {

  /** What {@code nvidia-smi --query-gpu} is asked for. */
  static final String QUERY = "index,uuid,name,memory.total,memory.free,compute_cap";

  /** The same for drivers that do not know the last. */
  static final String OLD_QUERY = "index,uuid,name,memory.total,memory.free";

  private static final long MEBI = 1L << 20;
  private static final int OLD_FIELDS = 5;

  /** Reads the lines that answer one of the queries, without header and units. */
  static List<Gpu> parse(List<String> lines) {
    List<Gpu> gpus = new ArrayList<>();
    for (String line : lines) {
      String[] fields = line.split("\\s*,\\s*");
      if (fields.length >= OLD_FIELDS && fields[0].strip().matches("\\d+")) {
        gpus.add(
            new Gpu(
                Integer.parseInt(fields[0].strip()),
                fields[1],
                fields[2],
                fields.length > OLD_FIELDS
                    ? ComputeCapability.parse(fields[OLD_FIELDS])
                    : Optional.empty(),
                mebibytes(fields[3]),
                mebibytes(fields[4])));
      }
    }
    return gpus;
  }

  /** A virtual GPU may answer [N/A], which is taken for enough. */
  private static long mebibytes(String field) {
    try {
      return Long.parseLong(field.strip()) * MEBI;
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }

  @Override
  public String toString() {
    return name
        + " (compute capability "
        + capability.map(ComputeCapability::toString).orElse("unknown")
        + (totalMemory == Long.MAX_VALUE ? "" : ", " + totalMemory / MEBI + " MiB")
        + ")";
  }
}

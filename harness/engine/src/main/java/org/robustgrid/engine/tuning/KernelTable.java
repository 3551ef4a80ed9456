package org.robustgrid.engine.tuning;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The kernels that were measured to be the fastest, and where.
 *
 * <p>Equal tables have equal hashes, however their files are laid out.
 *
 * @param nativeLibrary whose implementations it names
 * @param cpu the processor's name
 * @param threads native threads
 * @param kernels by signature and rows, each once
 */
public record KernelTable(String nativeLibrary, String cpu, int threads, List<Kernel> kernels) {

  private static final int SHOWN = 16;

  public KernelTable {
    if (nativeLibrary == null || nativeLibrary.isBlank() || cpu == null || threads < 1) {
      throw new IllegalArgumentException(
          "a table of kernels names the native library, the cpu and at least 1 thread");
    }
    kernels = kernels == null ? List.of() : kernels.stream().sorted().toList();
    for (int i = 1; i < kernels.size(); i++) {
      if (kernels.get(i).sameOperation(kernels.get(i - 1))) {
        throw new IllegalArgumentException(
            "two kernels for '" + kernels.get(i).signature() + "' of equally many rows");
      }
    }
  }

  /**
   * The kernel for an operation: the one measured with so many rows, else with the fewest above,
   * else with the most; empty where the operation was not measured.
   *
   * @param rows of the batch
   */
  public Optional<Kernel> find(String signature, long rows) {
    List<Kernel> measured = kernels.stream().filter(k -> k.signature().equals(signature)).toList();
    return measured.stream()
        .filter(kernel -> kernel.rows() >= rows)
        .min(Comparator.naturalOrder())
        .or(() -> measured.stream().max(Comparator.naturalOrder()));
  }

  /** SHA-256 of the table's canonical text, in hexadecimal. */
  public String sha256() {
    return KernelFile.sha256(this);
  }

  /** The beginning of {@link #sha256}, by which execution profiles name the table. */
  public String id() {
    return sha256().substring(0, SHOWN);
  }
}

package org.robustgrid.engine.tuning;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Comparator;

/**
 * The implementation that was the fastest for an operation.
 *
 * @param signature what is computed: direction, shapes, layouts
 * @param rows of the batch it was measured with
 * @param algorithm for example {@code winograd} or {@code direct}
 * @param implementation as the native library names it
 */
@JsonPropertyOrder({"signature", "rows", "algorithm", "implementation"})
public record Kernel(String signature, long rows, String algorithm, String implementation)
    implements Comparable<Kernel> {

  private static final Comparator<Kernel> ORDER =
      Comparator.comparing(Kernel::signature).thenComparingLong(Kernel::rows);

  public Kernel {
    if (blank(signature) || blank(algorithm) || blank(implementation)) {
      throw new IllegalArgumentException(
          "a kernel needs a signature, an algorithm and an implementation");
    }
    if (rows < 1) {
      throw new IllegalArgumentException("a kernel's rows must be at least 1, but are " + rows);
    }
  }

  private static boolean blank(String text) {
    return text == null || text.isBlank();
  }

  /** By signature, then by rows. */
  @Override
  public int compareTo(Kernel other) {
    return ORDER.compare(this, other);
  }

  boolean sameOperation(Kernel other) {
    return compareTo(other) == 0;
  }
}

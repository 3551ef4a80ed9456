package org.robustgrid.engine;

import java.util.Map;

/**
 * How a process should be started so that native memory is kept between operations.
 *
 * <p>oneDNN takes and returns scratch memory in every operation. By default the C library gives
 * large blocks back to the system each time, and fetching their pages again costs more than many a
 * convolution: large weights train up to two times as fast with these settings.
 */
public final class NativeMemory {

  private NativeMemory() {}

  /** Environment variables of the GNU C library; without effect elsewhere. */
  public static Map<String, String> environment() {
    return Map.of(
        "MALLOC_MMAP_THRESHOLD_", "2147483648",
        "MALLOC_TRIM_THRESHOLD_", "8589934592",
        "MALLOC_TOP_PAD_", "67108864",
        "GLIBC_TUNABLES", "glibc.malloc.hugetlb=1");
  }
}

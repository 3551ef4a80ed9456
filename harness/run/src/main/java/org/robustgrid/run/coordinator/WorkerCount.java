package org.robustgrid.run.coordinator;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.robustgrid.run.plan.ExecutionProfile;

/**
 * How many workers, and how much memory for each.
 *
 * @param workers processes
 * @param heapMegabytes Java heap of each
 * @param nativeMegabytes most array memory of each
 */
record WorkerCount(int workers, long heapMegabytes, long nativeMegabytes) {

  private static final long MEBI = 1 << 20;

  /** Heap a worker gets unless the grid says more: plans live outside the heap. */
  private static final long DEFAULT_HEAP = 512;

  /** What a JVM with ND4J and a small network takes beside its heap, measured generously. */
  private static final long FIXED_NATIVE = 512;

  /**
   * Chooses.
   *
   * @param asked workers, 0 for as many as fit
   * @param askedHeap MiB, 0 for the default
   * @param units how many units could run at a time
   */
  static WorkerCount choose(ExecutionProfile profile, int asked, long askedHeap, int units) {
    long heap = askedHeap > 0 ? askedHeap : DEFAULT_HEAP;
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long memory = system.getTotalMemorySize() / MEBI;
    int cores = Runtime.getRuntime().availableProcessors();
    int byCores = Math.max(1, cores / profile.threads());
    int byMemory = (int) Math.max(1, memory * 3 / 4 / (heap + FIXED_NATIVE));
    int byDevice =
        profile.provider().workers(profile.settings()).orElse(Math.min(byCores, byMemory));
    int workers = asked > 0 ? asked : byDevice;
    workers = Math.max(1, Math.min(workers, Math.max(1, units)));
    long nativeShare = Math.max(FIXED_NATIVE, memory * 3 / 4 / workers - heap);
    return new WorkerCount(workers, heap, nativeShare);
  }
}

package org.robustgrid.run.coordinator;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.robustgrid.run.plan.ExecutionProfile;
import org.robustgrid.run.plan.GridPlan;
import org.robustgrid.run.plan.ModelFiles;

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

  /**
   * Heap to read a model file with, in multiples of its size: its weights, once more those that are
   * transposed, and where each number lies in the file.
   */
  private static final long HEAP_PER_FILE = 3;

  /** What a JVM with ND4J and a small network takes beside its heap, measured generously. */
  private static final long FIXED_NATIVE = 512;

  /**
   * The Java heap of a worker, in MiB: what the grid states, or the default, and room to read the
   * largest model file of another program.
   */
  static long heap(GridPlan plan) {
    long largest =
        plan.models().stream()
            .filter(model -> model.isFile() && !model.isPython())
            .mapToLong(model -> ModelFiles.bytes(Path.of(model.file())))
            .max()
            .orElse(0);
    return heap(plan.limits().workerMegabytes(), largest);
  }

  /** The heap for model files of at most so many bytes; what the grid states decides. */
  static long heap(long asked, long largestFile) {
    return asked > 0 ? asked : DEFAULT_HEAP + largestFile * HEAP_PER_FILE / MEBI;
  }

  /**
   * Chooses.
   *
   * @param asked workers, 0 for as many as fit
   * @param heap MiB of each
   * @param units how many units could run at a time
   */
  static WorkerCount choose(ExecutionProfile profile, int asked, long heap, int units) {
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

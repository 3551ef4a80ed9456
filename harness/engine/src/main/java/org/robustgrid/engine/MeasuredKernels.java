package org.robustgrid.engine;

import org.robustgrid.engine.library.NativeLibrary;
import org.robustgrid.engine.onednn.OneDnn;
import org.robustgrid.engine.tuning.KernelTable;
import org.robustgrid.engine.tuning.Processor;

/**
 * The kernels that this process measured: of every convolution that its networks computed since it
 * was started with the system property {@value NativeLibrary#CONVOLUTIONS_PROPERTY} being {@code
 * measured}.
 */
public final class MeasuredKernels {

  private MeasuredKernels() {}

  /** What was measured so far; without kernels where convolutions are not oneDNN's. */
  public static KernelTable table() {
    return new KernelTable(
        NativeLibrary.select().name(),
        Processor.name(),
        EngineThreads.count(),
        OneDnn.measuredKernels());
  }
}

package org.robustgrid.engine;

import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;
import org.robustgrid.engine.library.NativeLibrary;

/**
 * The native threads of this process. Environment variables (OMP_NUM_THREADS) decide when the
 * native library loads; this decides afterwards, for OpenMP, ND4J's own loops and OpenBLAS.
 */
public final class EngineThreads {

  static {
    NativeLibrary.select();
  }

  private EngineThreads() {}

  /** Threads that native operations use. */
  public static int count() {
    return natives().ompGetMaxThreads();
  }

  /**
   * Sets how many threads native operations use from now on.
   *
   * @param threads at least 1
   */
  public static void set(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, but is " + threads);
    }
    natives().setOmpNumThreads(threads);
    Nd4j.getEnvironment().setMaxThreads(threads);
    Nd4j.getEnvironment().setMaxMasterThreads(threads);
    Nd4j.factory().blas().setMaxThreads(threads);
  }

  /** Whether the loaded native library was built with oneDNN. */
  public static boolean usesOneDnn() {
    return natives().buildInfo().contains("HAVE_ONEDNN");
  }

  private static NativeOps natives() {
    // loads the backend, without which the holder is empty
    Nd4j.getBackend();
    return NativeOpsHolder.getInstance().getDeviceNativeOps();
  }
}

package org.robustgrid.engine;

import java.util.concurrent.locks.LockSupport;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.nd4j.linalg.cpu.nativecpu.bindings.Nd4jCpu;
import org.robustgrid.engine.onednn.OneDnn;

/**
 * What a process holds off the heap.
 *
 * @param pointers bytes of JavaCPP's pointers
 * @param arrays bytes of ND4J's arrays
 * @param oneDnn bytes of oneDNN's memory beside them
 */
record OffHeap(long pointers, long arrays, long oneDnn) {

  private static final int QUIET = 3;

  private static final long PAUSE = 50_000_000;

  static OffHeap now() {
    return new OffHeap(
        Pointer.totalBytes(), Nd4jCpu.Environment.getInstance().getDeviceCounter(0), OneDnn.held());
  }

  /** What is held once the garbage of others is gone. */
  static OffHeap settled() {
    OffHeap last = null;
    int quiet = 0;
    while (quiet < QUIET) {
      System.gc();
      LockSupport.parkNanos(PAUSE);
      OffHeap found = now();
      quiet = found.equals(last) ? quiet + 1 : 0;
      last = found;
    }
    return last;
  }

  private static final class Shapes extends PointerScope {
    Shapes() {
      super((Class<? extends Pointer>[]) null);
    }

    @Override
    public PointerScope attach(Pointer pointer) {
      if (!(pointer instanceof LongPointer)) {
        throw new IllegalArgumentException("not a shape");
      }
      return super.attach(pointer);
    }
  }

  /** Runs, and gives back the shapes that ND4J passes on for every new array and never frees. */
  static void withoutShapes(Runnable work) {
    Shapes shapes = new Shapes();
    try {
      work.run();
    } finally {
      shapes.close();
    }
  }
}

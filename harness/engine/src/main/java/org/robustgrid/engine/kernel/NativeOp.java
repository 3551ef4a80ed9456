package org.robustgrid.engine.kernel;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.factory.Nd4j;

/** A native operation whose arrays and arguments never change: built once, run many times. */
public final class NativeOp implements Runnable, AutoCloseable {

  private final DynamicCustomOp op;
  private final OpContext context;
  private final List<INDArray> owned = new ArrayList<>();
  private boolean helpers = true;

  private NativeOp(String name) {
    this.op = DynamicCustomOp.builder(name).build();
    this.context = Nd4j.getExecutioner().buildContext();
  }

  public static NativeOp of(String name) {
    return new NativeOp(name);
  }

  /** Sets the inputs; {@code null} entries at the end are left out. */
  public NativeOp in(INDArray... arrays) {
    for (int i = 0; i < arrays.length; i++) {
      if (arrays[i] != null) {
        context.setInputArray(i, arrays[i]);
      }
    }
    return this;
  }

  /** Sets the outputs; {@code null} entries at the end are left out. */
  public NativeOp out(INDArray... arrays) {
    for (int i = 0; i < arrays.length; i++) {
      if (arrays[i] != null) {
        context.setOutputArray(i, arrays[i]);
      }
    }
    return this;
  }

  public NativeOp integers(long... arguments) {
    return set(() -> context.setIArguments(arguments));
  }

  public NativeOp numbers(double... arguments) {
    return set(() -> context.setTArguments(arguments));
  }

  /** The context copies arguments; what carries them there need not wait for garbage collection. */
  private NativeOp set(Runnable setting) {
    PointerScope carriers = new PointerScope((Class<? extends Pointer>[]) null);
    try {
      setting.run();
    } finally {
      carriers.close();
    }
    return this;
  }

  /**
   * Runs the operation on ND4J's own kernels, whatever oneDNN has: ND4J hands oneDNN dilated
   * convolutions that it has no primitives for (AVX-512), and fails.
   */
  NativeOp withoutHelpers() {
    helpers = false;
    return this;
  }

  /** Lets the operation own arrays that only it uses. */
  NativeOp owning(INDArray... arrays) {
    owned.addAll(List.of(arrays));
    return this;
  }

  /** Lets go of the arrays it was bound to; not to be run any more. */
  @Override
  public void close() {
    context.purge();
    owned.forEach(INDArray::close);
    owned.clear();
  }

  @Override
  public void run() {
    if (helpers) {
      Nd4j.getExecutioner().exec(op, context);
    } else {
      NativeHelpers.without(() -> Nd4j.getExecutioner().exec(op, context));
    }
  }
}

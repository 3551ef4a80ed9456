package org.robustgrid.engine.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.factory.Nd4j;

/** A native operation whose arrays and arguments never change: built once, run many times. */
public final class NativeOp {

  private final DynamicCustomOp op;
  private final OpContext context;

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
    context.setIArguments(arguments);
    return this;
  }

  public NativeOp numbers(double... arguments) {
    context.setTArguments(arguments);
    return this;
  }

  public void run() {
    Nd4j.getExecutioner().exec(op, context);
  }
}

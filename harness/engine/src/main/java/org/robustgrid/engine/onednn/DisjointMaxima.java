package org.robustgrid.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_mul;

import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.memory;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.robustgrid.engine.kernel.Window;

/**
 * The linearisation of a max pooling whose windows do not overlap, in native passes: the pooling's
 * adjoint marks the inputs that won, everything else is multiplied away, and an average over the
 * windows, times their area, is what is left of each. Finite tangents come through unrounded where
 * the area is a power of two.
 */
final class DisjointMaxima implements Runnable, AutoCloseable {

  private final INDArray areas;
  private final INDArray marked;
  private final Execution mark;
  private final Execution multiply;
  private final BlockedPooling average;

  /**
   * Binds to a pooling.
   *
   * @param pooling of the images {@code from} to the images {@code to}
   * @param v the input's tangent
   * @param pushed becomes the output's
   */
  DisjointMaxima(
      OneDnn oneDnn,
      Window window,
      BlockedPooling pooling,
      Images from,
      Images to,
      INDArray v,
      INDArray pushed) {
    double area = (double) window.kernelHeight() * window.kernelWidth();
    this.areas = OneDnn.counted(Nd4j.valueArrayOf(pushed.shape().clone(), area, pushed.dataType()));
    this.marked = OneDnn.counted(Nd4j.createUninitialized(v.dataType(), v.shape().clone(), 'c'));
    this.mark = pooling.adjoint(areas, marked);
    memory.desc layout = from.description(oneDnn, v.size(0));
    binary.primitive_desc product =
        new binary.primitive_desc(
            new binary.desc(dnnl_binary_mul, layout, layout, layout), oneDnn.engine(), false);
    this.multiply =
        new Execution(oneDnn)
            .of(new binary(product))
            .in(DNNL_ARG_SRC_0, from.memory(oneDnn, marked), layout)
            .in(DNNL_ARG_SRC_1, from.memory(oneDnn, v), layout)
            .out(DNNL_ARG_DST, from.memory(oneDnn, marked), layout);
    this.average =
        new BlockedPooling(oneDnn, window, BlockedPooling.Kind.AVERAGE, from, to, marked, pushed);
  }

  /** Whether no input belongs to two windows. */
  static boolean covers(Window window) {
    return window.strideHeight() >= window.kernelHeight()
        && window.strideWidth() >= window.kernelWidth();
  }

  @Override
  public void run() {
    mark.run();
    multiply.run();
    average.run();
  }

  @Override
  public void close() {
    average.close();
    areas.close();
    marked.close();
  }
}

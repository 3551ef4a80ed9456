package org.robustgrid.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_add;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_mul;

import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.memory;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Sums and products of arrays [outer, middle, inner] with a vector of the middle dimension, in
 * float on oneDNN. The result may be the first array.
 */
public record Broadcast(OneDnn oneDnn, long outer, long middle, long inner) {

  /** {@code to} = {@code from} + {@code vector}. */
  public Runnable add(INDArray from, INDArray vector, INDArray to) {
    return binary(dnnl_binary_add, from, vector, to);
  }

  /** {@code to} = {@code from} ⊙ {@code vector}. */
  public Runnable multiply(INDArray from, INDArray vector, INDArray to) {
    return binary(dnnl_binary_mul, from, vector, to);
  }

  private Runnable binary(int algorithm, INDArray from, INDArray vector, INDArray to) {
    memory.desc all = layout(outer, inner);
    memory.desc one = layout(1, 1);
    binary.primitive_desc plan =
        new binary.primitive_desc(
            new binary.desc(algorithm, all, one, all), oneDnn.engine(), false);
    return new Execution(oneDnn)
        .of(new binary(plan))
        .in(DNNL_ARG_SRC_0, oneDnn.over(all, from), all)
        .in(DNNL_ARG_SRC_1, oneDnn.over(one, vector), one)
        .out(DNNL_ARG_DST, oneDnn.over(all, to), all);
  }

  private memory.desc layout(long rows, long places) {
    return inner == 1
        ? new memory.desc(
            new long[] {rows, middle}, memory.data_type.f32, memory.format_tag.ab, false)
        : new memory.desc(
            new long[] {rows, middle, places}, memory.data_type.f32, memory.format_tag.abc, false);
  }
}

package org.robustgrid.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Products of many small matrices in float on oneDNN; each array holds them one by one, C order.
 */
public final class Products {

  private final OneDnn oneDnn;
  private final long count;

  /**
   * Products.
   *
   * @param count of matrices in every array
   */
  public Products(OneDnn oneDnn, long count) {
    this.oneDnn = oneDnn;
    this.count = count;
  }

  /** The matrices of an array as [count, rows, columns], or each transposed. */
  private memory.desc matrices(long rows, long columns, boolean transposed) {
    long[] strides = {rows * columns, transposed ? 1 : columns, transposed ? rows : 1};
    return new memory.desc(new long[] {count, rows, columns}, memory.data_type.f32, strides, false);
  }

  /**
   * C = A B, or C += A B.
   *
   * @param a [count, rows, inner]; stored [count, inner, rows] where transposed
   * @param b [count, inner, columns]; stored [count, columns, inner] where transposed
   */
  public Runnable multiply(
      INDArray a,
      boolean aTransposed,
      INDArray b,
      boolean bTransposed,
      INDArray c,
      long rows,
      long inner,
      long columns,
      boolean adds) {
    memory.desc first = matrices(rows, inner, aTransposed);
    memory.desc second = matrices(inner, columns, bTransposed);
    memory.desc result = matrices(rows, columns, false);
    primitive_attr attributes = new primitive_attr();
    if (adds) {
      post_ops sum = new post_ops();
      sum.append_sum(1, 0);
      attributes.set_post_ops(sum);
    }
    matmul.primitive_desc plan =
        new matmul.primitive_desc(
            new matmul.desc(first, second, result), attributes, oneDnn.engine(), false);
    return new Execution(oneDnn)
        .of(new matmul(plan))
        .in(DNNL_ARG_SRC, oneDnn.over(first, a), first)
        .in(DNNL_ARG_WEIGHTS, oneDnn.over(second, b), second)
        .out(DNNL_ARG_DST, oneDnn.over(result, c), result);
  }
}

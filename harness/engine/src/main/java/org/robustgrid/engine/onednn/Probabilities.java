package org.robustgrid.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;

import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.softmax_backward;
import org.bytedeco.dnnl.softmax_forward;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Softmax in float along the middle of three dimensions on oneDNN; its Jacobian is symmetric. */
public final class Probabilities {

  private final OneDnn oneDnn;
  private final memory.desc lines;
  private final softmax_forward.primitive_desc plan;

  /**
   * For arrays of one shape.
   *
   * @param outer lines that lie behind one another
   * @param length of a line
   * @param inner how far its neighbours lie apart
   */
  public Probabilities(OneDnn oneDnn, long outer, long length, long inner) {
    this.oneDnn = oneDnn;
    boolean dense = inner == 1;
    this.lines =
        new memory.desc(
            dense ? new long[] {outer, length} : new long[] {outer, length, inner},
            memory.data_type.f32,
            dense ? memory.format_tag.ab : memory.format_tag.abc,
            false);
    this.plan =
        new softmax_forward.primitive_desc(
            new softmax_forward.desc(dnnl_forward_training, lines, 1), oneDnn.engine(), false);
  }

  /** y = softmax(x). */
  public Runnable forward(INDArray x, INDArray y) {
    return new Execution(oneDnn)
        .of(new softmax_forward(plan))
        .in(DNNL_ARG_SRC, oneDnn.over(lines, x), lines)
        .out(DNNL_ARG_DST, oneDnn.over(lines, y), lines);
  }

  /** The Jacobian where softmax gave y, times a vector. */
  public Runnable slope(INDArray y, INDArray from, INDArray to) {
    softmax_backward.primitive_desc backward =
        new softmax_backward.primitive_desc(
            new softmax_backward.desc(lines, lines, 1), oneDnn.engine(), plan, false);
    return new Execution(oneDnn)
        .of(new softmax_backward(backward))
        .in(DNNL_ARG_DST, oneDnn.over(lines, y), lines)
        .in(DNNL_ARG_DIFF_DST, oneDnn.over(lines, from), lines)
        .out(DNNL_ARG_DIFF_SRC, oneDnn.over(lines, to), lines);
  }
}

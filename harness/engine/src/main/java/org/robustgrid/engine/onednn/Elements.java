package org.robustgrid.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_gelu_erf;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;

import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.memory;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The exact GELU in float on oneDNN, and its slope times a vector. */
public final class Elements {

  private final OneDnn oneDnn;

  public Elements(OneDnn oneDnn) {
    this.oneDnn = oneDnn;
  }

  private eltwise_forward.primitive_desc plan(memory.desc vector) {
    return new eltwise_forward.primitive_desc(
        new eltwise_forward.desc(dnnl_forward_training, dnnl_eltwise_gelu_erf, vector),
        oneDnn.engine(),
        false);
  }

  /** y = GELU(x). */
  public Runnable forward(INDArray x, INDArray y) {
    memory.desc vector = OneDnn.plain(x.length());
    return new Execution(oneDnn)
        .of(new eltwise_forward(plan(vector)))
        .in(DNNL_ARG_SRC, oneDnn.over(vector, x), vector)
        .out(DNNL_ARG_DST, oneDnn.over(vector, y), vector);
  }

  /** to = GELU'(x) ⊙ from. */
  public Runnable slope(INDArray x, INDArray from, INDArray to) {
    memory.desc vector = OneDnn.plain(x.length());
    eltwise_backward.primitive_desc plan =
        new eltwise_backward.primitive_desc(
            new eltwise_backward.desc(dnnl_eltwise_gelu_erf, vector, vector),
            oneDnn.engine(),
            plan(vector),
            false);
    return new Execution(oneDnn)
        .of(new eltwise_backward(plan))
        .in(DNNL_ARG_SRC, oneDnn.over(vector, x), vector)
        .in(DNNL_ARG_DIFF_DST, oneDnn.over(vector, from), vector)
        .out(DNNL_ARG_DIFF_SRC, oneDnn.over(vector, to), vector);
  }
}

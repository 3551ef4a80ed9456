package org.robustgrid.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MEAN;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_VARIANCE;
import static org.bytedeco.dnnl.global.dnnl.dnnl_backward_data;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;

import org.bytedeco.dnnl.layer_normalization_backward;
import org.bytedeco.dnnl.layer_normalization_forward;
import org.bytedeco.dnnl.memory;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs of numbers with mean 0 and variance 1, in float on oneDNN; the Jacobian is symmetric. */
public final class Standardization {

  private final OneDnn oneDnn;
  private final memory.desc runs;
  private final layer_normalization_forward.primitive_desc plan;
  private final memory mean;
  private final memory variance;
  private final float epsilon;

  /**
   * Runs of one length.
   *
   * @param count of runs in an array
   */
  public Standardization(OneDnn oneDnn, long count, long length, double epsilon) {
    this.oneDnn = oneDnn;
    this.epsilon = (float) epsilon;
    this.runs =
        new memory.desc(
            new long[] {count, length}, memory.data_type.f32, memory.format_tag.ab, false);
    this.plan =
        new layer_normalization_forward.primitive_desc(
            new layer_normalization_forward.desc(dnnl_forward_training, runs, this.epsilon, 0),
            oneDnn.engine(),
            false);
    this.mean = oneDnn.allocate(plan.mean_desc());
    this.variance = oneDnn.allocate(plan.variance_desc());
  }

  public Runnable forward(INDArray x, INDArray y) {
    return new Execution(oneDnn)
        .of(new layer_normalization_forward(plan))
        .in(DNNL_ARG_SRC, oneDnn.over(runs, x), runs)
        .out(DNNL_ARG_MEAN, mean, plan.mean_desc())
        .out(DNNL_ARG_VARIANCE, variance, plan.variance_desc())
        .out(DNNL_ARG_DST, oneDnn.over(runs, y), runs);
  }

  /** The Jacobian at the last forward pass, times a vector. */
  public Runnable slope(INDArray x, INDArray from, INDArray to) {
    layer_normalization_backward.primitive_desc backward =
        new layer_normalization_backward.primitive_desc(
            new layer_normalization_backward.desc(dnnl_backward_data, runs, runs, epsilon, 0),
            oneDnn.engine(),
            plan,
            false);
    return new Execution(oneDnn)
        .of(new layer_normalization_backward(backward))
        .in(DNNL_ARG_SRC, oneDnn.over(runs, x), runs)
        .in(DNNL_ARG_MEAN, mean, plan.mean_desc())
        .in(DNNL_ARG_VARIANCE, variance, plan.variance_desc())
        .in(DNNL_ARG_DIFF_DST, oneDnn.over(runs, from), runs)
        .out(DNNL_ARG_DIFF_SRC, oneDnn.over(runs, to), runs);
  }
}

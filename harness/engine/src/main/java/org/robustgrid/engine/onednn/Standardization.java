package org.robustgrid.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SCALE_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MEAN;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCALE_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_VARIANCE;
import static org.bytedeco.dnnl.global.dnnl.dnnl_backward;
import static org.bytedeco.dnnl.global.dnnl.dnnl_backward_data;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_mul;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_scaleshift;

import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.layer_normalization_backward;
import org.bytedeco.dnnl.layer_normalization_forward;
import org.bytedeco.dnnl.memory;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Runs of numbers with their mean taken off and divided by √(variance + ε), then scaled and shifted
 * place by place where that is asked for (layer norm, Ba et al. 2016), in float on oneDNN.
 */
public final class Standardization implements AutoCloseable {

  private final OneDnn oneDnn;
  private final memory.desc runs;
  private final long length;
  private final float epsilon;
  private final ChannelVectors scaleShift;
  private final ChannelVectors sums;
  private final layer_normalization_forward.primitive_desc plan;
  private final memory mean;
  private final memory variance;

  /**
   * For arrays of one shape.
   *
   * @param count runs
   * @param length numbers of a run
   * @param scales whether results are scaled and shifted, by 0 until {@link #set} is called
   */
  public Standardization(OneDnn oneDnn, long count, long length, double epsilon, boolean scales) {
    this.oneDnn = oneDnn;
    this.length = length;
    this.epsilon = (float) epsilon;
    this.scaleShift = scales ? new ChannelVectors(2, length) : null;
    this.sums = scales ? new ChannelVectors(2, length) : null;
    this.runs =
        new memory.desc(
            new long[] {count, length}, memory.data_type.f32, memory.format_tag.ab, false);
    this.plan = plan(scales ? dnnl_use_scaleshift : 0);
    this.mean = oneDnn.allocate(plan.mean_desc());
    this.variance = oneDnn.allocate(plan.variance_desc());
  }

  private layer_normalization_forward.primitive_desc plan(int flags) {
    return new layer_normalization_forward.primitive_desc(
        new layer_normalization_forward.desc(dnnl_forward_training, runs, epsilon, flags),
        oneDnn.engine(),
        false);
  }

  private memory.desc pair() {
    return new memory.desc(
        new long[] {2, length}, memory.data_type.f32, memory.format_tag.ab, false);
  }

  /** Sets the factor and the summand of each place of a run. */
  public void set(double[] scale, double[] shift) {
    scaleShift.write(0, scale);
    scaleShift.write(1, shift);
  }

  /** Computes y. */
  public Runnable forward(INDArray x, INDArray y) {
    return scaled(new Execution(oneDnn).of(new layer_normalization_forward(plan)))
        .in(DNNL_ARG_SRC, oneDnn.over(runs, x), runs)
        .out(DNNL_ARG_MEAN, mean, plan.mean_desc())
        .out(DNNL_ARG_VARIANCE, variance, plan.variance_desc())
        .out(DNNL_ARG_DST, oneDnn.over(runs, y), runs);
  }

  private Execution scaled(Execution execution) {
    return scaleShift == null
        ? execution
        : execution.in(DNNL_ARG_SCALE_SHIFT, scaleShift.memory(oneDnn, pair()), pair());
  }

  /**
   * The transposed Jacobian at the last forward pass, scale included, times a cotangent; takes the
   * sums for the gradients of scale and shift along, for {@link #sums}.
   */
  public Runnable adjointAndSums(INDArray x, INDArray from, INDArray to) {
    return scaled(backward(plan, dnnl_backward, dnnl_use_scaleshift, x, from, to))
        .out(DNNL_ARG_DIFF_SCALE_SHIFT, sums.memory(oneDnn, pair()), pair());
  }

  /** The Jacobian at the last forward pass, without the scale, times a vector: it is symmetric. */
  public Runnable slope(INDArray x, INDArray from, INDArray to) {
    return backward(plan(0), dnnl_backward_data, 0, x, from, to);
  }

  /** Multiplies every run by the scale, in place. */
  public Runnable scale(INDArray array) {
    memory.desc one =
        new memory.desc(new long[] {1, length}, memory.data_type.f32, memory.format_tag.ab, false);
    binary.primitive_desc product =
        new binary.primitive_desc(
            new binary.desc(dnnl_binary_mul, runs, one, runs), oneDnn.engine(), false);
    // the scale comes first in the memory of both
    return new Execution(oneDnn)
        .of(new binary(product))
        .in(DNNL_ARG_SRC_0, oneDnn.over(runs, array), runs)
        .in(DNNL_ARG_SRC_1, scaleShift.memory(oneDnn, one), one)
        .out(DNNL_ARG_DST, oneDnn.over(runs, array), runs);
  }

  private Execution backward(
      layer_normalization_forward.primitive_desc hint,
      int propagation,
      int flags,
      INDArray x,
      INDArray from,
      INDArray to) {
    layer_normalization_backward.primitive_desc backward =
        new layer_normalization_backward.primitive_desc(
            new layer_normalization_backward.desc(propagation, runs, runs, epsilon, flags),
            oneDnn.engine(),
            hint,
            false);
    return new Execution(oneDnn)
        .of(new layer_normalization_backward(backward))
        .in(DNNL_ARG_SRC, oneDnn.over(runs, x), runs)
        .in(DNNL_ARG_MEAN, mean, plan.mean_desc())
        .in(DNNL_ARG_VARIANCE, variance, plan.variance_desc())
        .in(DNNL_ARG_DIFF_DST, oneDnn.over(runs, from), runs)
        .out(DNNL_ARG_DIFF_SRC, oneDnn.over(runs, to), runs);
  }

  /** Reads the gradients of scale and shift that the last {@link #adjointAndSums} took. */
  public void sums(double[] ofScale, double[] ofShift) {
    sums.read(0, ofScale);
    sums.read(1, ofShift);
  }

  @Override
  public void close() {
    if (scaleShift != null) {
      scaleShift.close();
      sums.close();
    }
  }
}

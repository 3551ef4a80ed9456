package org.robustgrid.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;

import org.bytedeco.dnnl.inner_product_backward_data;
import org.bytedeco.dnnl.inner_product_backward_weights;
import org.bytedeco.dnnl.inner_product_forward;
import org.bytedeco.dnnl.memory;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.engine.kernel.AffineKernel;

/**
 * A fully connected layer in float on oneDNN: x [rows, in], weights [in, out], y [rows, out]. The
 * weights are read and their gradient is written as they lie, in either order.
 */
public final class InnerProduct implements AffineKernel {

  private final OneDnn oneDnn;

  public InnerProduct(OneDnn oneDnn) {
    this.oneDnn = oneDnn;
  }

  private static memory.desc rows(INDArray array) {
    return matrix(array.size(0), array.size(1), memory.format_tag.ab);
  }

  private static memory.desc matrix(long rows, long columns, memory.format_tag tag) {
    return new memory.desc(new long[] {rows, columns}, memory.data_type.f32, tag, false);
  }

  /** oneDNN counts weights by output first, which is how Deeplearning4j's column order lies. */
  private static memory.desc weights(INDArray array) {
    return matrix(
        array.size(1),
        array.size(0),
        array.ordering() == 'f' ? memory.format_tag.ab : memory.format_tag.ba);
  }

  private static memory.desc vector(INDArray array) {
    return OneDnn.plain(array.length());
  }

  private inner_product_forward.primitive_desc plan(
      INDArray x, INDArray weights, INDArray bias, INDArray y) {
    memory.desc from = rows(x);
    memory.desc w = weights(weights);
    memory.desc to = rows(y);
    inner_product_forward.desc desc =
        bias == null
            ? new inner_product_forward.desc(dnnl_forward_training, from, w, to)
            : new inner_product_forward.desc(dnnl_forward_training, from, w, vector(bias), to);
    return new inner_product_forward.primitive_desc(desc, oneDnn.engine(), false);
  }

  private memory over(memory.desc layout, INDArray array) {
    return oneDnn.over(layout, array);
  }

  @Override
  public Runnable forward(INDArray x, INDArray weights, INDArray bias, INDArray y) {
    Execution execution =
        new Execution(oneDnn)
            .of(new inner_product_forward(plan(x, weights, bias, y)))
            .in(DNNL_ARG_SRC, over(rows(x), x), rows(x))
            .in(DNNL_ARG_WEIGHTS, over(weights(weights), weights), weights(weights))
            .out(DNNL_ARG_DST, over(rows(y), y), rows(y));
    if (bias != null) {
      execution.in(DNNL_ARG_BIAS, over(vector(bias), bias), vector(bias));
    }
    return execution;
  }

  @Override
  public Runnable toInput(INDArray weights, INDArray yCotangent, INDArray xCotangent) {
    return adjoint(weights, yCotangent, xCotangent);
  }

  private Execution adjoint(INDArray weights, INDArray yCotangent, INDArray xCotangent) {
    memory.desc from = rows(yCotangent);
    memory.desc w = weights(weights);
    memory.desc to = rows(xCotangent);
    inner_product_backward_data.primitive_desc plan =
        new inner_product_backward_data.primitive_desc(
            new inner_product_backward_data.desc(to, w, from),
            oneDnn.engine(),
            plan(xCotangent, weights, null, yCotangent),
            false);
    return new Execution(oneDnn)
        .of(new inner_product_backward_data(plan))
        .in(DNNL_ARG_DIFF_DST, over(from, yCotangent), from)
        .in(DNNL_ARG_WEIGHTS, over(w, weights), w)
        .out(DNNL_ARG_DIFF_SRC, over(to, xCotangent), to);
  }

  @Override
  public Runnable gradient(
      INDArray x,
      INDArray weights,
      INDArray yCotangent,
      INDArray xCotangent,
      INDArray weightGradient,
      INDArray biasGradient) {
    Execution toWeights = toWeights(x, yCotangent, weightGradient, biasGradient);
    return xCotangent == null
        ? toWeights
        : new Gradients(toWeights, adjoint(weights, yCotangent, xCotangent));
  }

  private Execution toWeights(
      INDArray x, INDArray yCotangent, INDArray weightGradient, INDArray biasGradient) {
    memory.desc from = rows(x);
    memory.desc to = rows(yCotangent);
    memory.desc w = weights(weightGradient);
    inner_product_backward_weights.desc desc =
        biasGradient == null
            ? new inner_product_backward_weights.desc(from, w, to)
            : new inner_product_backward_weights.desc(from, w, vector(biasGradient), to);
    inner_product_backward_weights.primitive_desc plan =
        new inner_product_backward_weights.primitive_desc(
            desc, oneDnn.engine(), plan(x, weightGradient, biasGradient, yCotangent), false);
    Execution execution =
        new Execution(oneDnn)
            .of(new inner_product_backward_weights(plan))
            .in(DNNL_ARG_SRC, over(from, x), from)
            .in(DNNL_ARG_DIFF_DST, over(to, yCotangent), to)
            .out(DNNL_ARG_DIFF_WEIGHTS, over(w, weightGradient), w);
    if (biasGradient != null) {
      execution.out(
          DNNL_ARG_DIFF_BIAS, over(vector(biasGradient), biasGradient), vector(biasGradient));
    }
    return execution;
  }
}

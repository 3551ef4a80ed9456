package org.robustgrid.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_direct;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.IntSupplier;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.memory;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.engine.kernel.AffineKernel;
import org.robustgrid.engine.kernel.GroupedWindows;

/**
 * A cross-correlation in groups of channels in float on oneDNN, by direct sums; depthwise where
 * each channel is a group.
 */
public final class GroupedPrimitives implements AffineKernel, AutoCloseable {

  private final OneDnn oneDnn;
  private final GroupedWindows windows;
  private final Images input;
  private final Images output;
  private final PackedWeights packed;
  private final Map<INDArray, INDArray> grouped = new IdentityHashMap<>();

  /**
   * Creates the kernel.
   *
   * @param input how its input lies in memory
   * @param output how its output does
   * @param version changes whenever the weights do
   */
  public GroupedPrimitives(
      OneDnn oneDnn, GroupedWindows windows, Images input, Images output, IntSupplier version) {
    this.oneDnn = oneDnn;
    this.windows = windows;
    this.input = input;
    this.output = output;
    this.packed = new PackedWeights(oneDnn, version);
  }

  /** Whether fast primitives exist: for whole blocks of channels, one by one or in each group. */
  public static boolean covers(OneDnn oneDnn, GroupedWindows windows) {
    long[] after = windows.after();
    long within = windows.channels() / windows.groups();
    long outputs = windows.features() / windows.groups();
    boolean depthwise = within == 1 && outputs == 1;
    boolean blocks = within % oneDnn.block() == 0 && outputs % oneDnn.block() == 0;
    return windows.channels() % oneDnn.block() == 0
        && (depthwise || blocks)
        && windows.before()[0] >= 0
        && windows.before()[1] >= 0
        && after[0] > -windows.stride()[0]
        && after[1] > -windows.stride()[1];
  }

  @Override
  public void close() {
    packed.close();
    grouped.clear();
  }

  private long[] weightShape() {
    return new long[] {
      windows.groups(),
      windows.features() / windows.groups(),
      windows.channels() / windows.groups(),
      windows.kernel()[0],
      windows.kernel()[1]
    };
  }

  private INDArray grouped(INDArray weights) {
    return grouped.computeIfAbsent(weights, given -> given.reshape('c', weightShape()));
  }

  private long[] dilates() {
    return new long[] {windows.dilation()[0] - 1, windows.dilation()[1] - 1};
  }

  private long[] behind() {
    long[] after = windows.after();
    return new long[] {Math.max(after[0], 0), Math.max(after[1], 0)};
  }

  /** Depthwise kernels take channels last as they are. */
  private memory.desc request(Images images, long rows) {
    boolean depthwise =
        windows.groups() == windows.channels() && windows.groups() == windows.features();
    return depthwise && images.order() == Images.Order.CHANNELS_LAST
        ? images.description(oneDnn, rows)
        : images.request(oneDnn, rows);
  }

  private convolution_forward.primitive_desc forwardPlan(long rows, boolean withBias) {
    memory.desc x = request(input, rows);
    memory.desc y = request(output, rows);
    memory.desc w = OneDnn.any(weightShape());
    convolution_forward.desc desc =
        withBias
            ? new convolution_forward.desc(
                dnnl_forward_training,
                dnnl_convolution_direct,
                x,
                w,
                OneDnn.plain(output.channels()),
                y,
                windows.stride(),
                dilates(),
                windows.before(),
                behind())
            : new convolution_forward.desc(
                dnnl_forward_training,
                dnnl_convolution_direct,
                x,
                w,
                y,
                windows.stride(),
                dilates(),
                windows.before(),
                behind());
    return new convolution_forward.primitive_desc(desc, oneDnn.engine(), false);
  }

  @Override
  public Runnable forward(INDArray x, INDArray weights, INDArray bias, INDArray y) {
    convolution_forward.primitive_desc plan = forwardPlan(x.size(0), bias != null);
    Execution execution =
        new Execution(oneDnn)
            .of(new convolution_forward(plan))
            .in(DNNL_ARG_SRC, input.memory(oneDnn, x), plan.src_desc())
            .in(DNNL_ARG_WEIGHTS, packed.in(grouped(weights), plan.weights_desc()))
            .out(DNNL_ARG_DST, output.memory(oneDnn, y), plan.dst_desc());
    if (bias != null) {
      memory.desc vector = OneDnn.plain(bias.length());
      execution.in(DNNL_ARG_BIAS, oneDnn.over(vector, bias), vector);
    }
    return execution;
  }

  @Override
  public Runnable toInput(INDArray weights, INDArray yCotangent, INDArray xCotangent) {
    return adjoint(weights, yCotangent, xCotangent);
  }

  private Execution adjoint(INDArray weights, INDArray yCotangent, INDArray xCotangent) {
    long rows = yCotangent.size(0);
    convolution_backward_data.primitive_desc plan =
        new convolution_backward_data.primitive_desc(
            new convolution_backward_data.desc(
                dnnl_convolution_direct,
                request(input, rows),
                OneDnn.any(weightShape()),
                request(output, rows),
                windows.stride(),
                dilates(),
                windows.before(),
                behind()),
            oneDnn.engine(),
            forwardPlan(rows, true),
            false);
    return new Execution(oneDnn)
        .of(new convolution_backward_data(plan))
        .in(DNNL_ARG_DIFF_DST, output.memory(oneDnn, yCotangent), plan.diff_dst_desc())
        .in(DNNL_ARG_WEIGHTS, packed.in(grouped(weights), plan.weights_desc()))
        .out(DNNL_ARG_DIFF_SRC, input.memory(oneDnn, xCotangent), plan.diff_src_desc());
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
    long rows = x.size(0);
    boolean withBias = biasGradient != null;
    memory.desc from = request(input, rows);
    memory.desc to = request(output, rows);
    memory.desc w = OneDnn.any(weightShape());
    convolution_backward_weights.desc desc =
        withBias
            ? new convolution_backward_weights.desc(
                dnnl_convolution_direct,
                from,
                w,
                OneDnn.plain(output.channels()),
                to,
                windows.stride(),
                dilates(),
                windows.before(),
                behind())
            : new convolution_backward_weights.desc(
                dnnl_convolution_direct,
                from,
                w,
                to,
                windows.stride(),
                dilates(),
                windows.before(),
                behind());
    convolution_backward_weights.primitive_desc plan =
        new convolution_backward_weights.primitive_desc(
            desc, oneDnn.engine(), forwardPlan(rows, withBias), false);
    memory gradient = oneDnn.over(OneDnn.plain(weightShape()), weightGradient);
    Execution execution =
        new Execution(oneDnn)
            .of(new convolution_backward_weights(plan))
            .in(DNNL_ARG_SRC, input.memory(oneDnn, x), plan.src_desc())
            .in(DNNL_ARG_DIFF_DST, output.memory(oneDnn, yCotangent), plan.diff_dst_desc())
            .out(DNNL_ARG_DIFF_WEIGHTS, gradient, plan.diff_weights_desc());
    if (withBias) {
      memory.desc vector = OneDnn.plain(biasGradient.length());
      execution.out(DNNL_ARG_DIFF_BIAS, oneDnn.over(vector, biasGradient), vector);
    }
    return execution;
  }
}

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

import java.util.function.IntSupplier;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.memory;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.engine.kernel.AffineKernel;
import org.robustgrid.engine.kernel.Window;

/**
 * Two-dimensional cross-correlation in float on oneDNN, between layouts of the plan's choice.
 *
 * <p>3×3 windows of stride 1 over enough pixels or channels are computed by Winograd's minimal
 * filtering F(4×4, 3×3) (Lavin and Gray 2016): 2.25 times fewer multiplications after all
 * transforms, and rounding errors some ten times those of the direct sum.
 */
public final class BlockedConvolution implements AffineKernel, AutoCloseable {

  private final OneDnn oneDnn;
  private final Window window;
  private final Geometry geometry;
  private final Images input;
  private final Images output;
  private final PackedWeights packed;
  private final TiledAdjoint tiled;

  /**
   * Creates the kernel.
   *
   * @param input how its input lies in memory
   * @param output how its output does
   * @param version changes whenever the weights do
   */
  public BlockedConvolution(
      OneDnn oneDnn, Window window, Images input, Images output, IntSupplier version) {
    this.oneDnn = oneDnn;
    this.window = window;
    this.geometry = new Geometry(window);
    this.input = input;
    this.output = output;
    this.packed = new PackedWeights(oneDnn, version);
    this.tiled =
        TiledAdjoint.covers(oneDnn, window, input, output)
            ? new TiledAdjoint(oneDnn, window, output, version)
            : null;
  }

  /** Gives the converted weights back, which all batches share. */
  @Override
  public void close() {
    packed.close();
    if (tiled != null) {
      tiled.close();
    }
  }

  /** Whether fast primitives exist for windows and channels. */
  public static boolean covers(OneDnn oneDnn, long channels, long outputs) {
    return outputs % oneDnn.block() == 0 && (channels % oneDnn.block() == 0 || channels <= 4);
  }

  /** Few input channels leave most of a block empty, except where they are what is computed. */
  private boolean manyChannels() {
    return input.channels() % oneDnn.block() == 0;
  }

  private long[] weightShape() {
    return new long[] {
      output.channels(), input.channels(), window.kernelHeight(), window.kernelWidth()
    };
  }

  /** Whether Winograd's algorithm pays for the windows and channels, by rule. */
  private boolean suitsWinograd() {
    return geometry.suitsWinograd(input.channels(), output.channels());
  }

  private convolution_forward.primitive_desc forwardPlan(long rows, boolean withBias) {
    memory.desc x = input.request(oneDnn, rows);
    memory.desc y = output.request(oneDnn, rows);
    memory.desc w = OneDnn.any(weightShape());
    memory.desc b = OneDnn.plain(output.channels());
    return oneDnn.describe(
        suitsWinograd() && manyChannels(),
        algorithm -> {
          convolution_forward.desc desc =
              withBias
                  ? new convolution_forward.desc(
                      dnnl_forward_training,
                      algorithm,
                      x,
                      w,
                      b,
                      y,
                      geometry.strides(),
                      geometry.dilates(),
                      geometry.before(),
                      geometry.behind())
                  : new convolution_forward.desc(
                      dnnl_forward_training,
                      algorithm,
                      x,
                      w,
                      y,
                      geometry.strides(),
                      geometry.dilates(),
                      geometry.before(),
                      geometry.behind());
          return new convolution_forward.primitive_desc(desc, oneDnn.engine(), false);
        });
  }

  @Override
  public Runnable forward(INDArray x, INDArray weights, INDArray bias, INDArray y) {
    convolution_forward.primitive_desc plan = forwardPlan(x.size(0), bias != null);
    Execution execution =
        new Execution(oneDnn)
            .of(new convolution_forward(plan))
            .in(DNNL_ARG_SRC, input.memory(oneDnn, x), plan.src_desc())
            .in(DNNL_ARG_WEIGHTS, packed.in(weights, plan.weights_desc()))
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
    if (tiled != null) {
      return tiled.of(weights, yCotangent, xCotangent);
    }
    long rows = yCotangent.size(0);
    convolution_forward.primitive_desc hint = forwardPlan(rows, true);
    convolution_backward_data.primitive_desc plan =
        oneDnn.describe(
            suitsWinograd(),
            algorithm ->
                new convolution_backward_data.primitive_desc(
                    new convolution_backward_data.desc(
                        algorithm,
                        input.request(oneDnn, rows),
                        OneDnn.any(weightShape()),
                        output.request(oneDnn, rows),
                        geometry.strides(),
                        geometry.dilates(),
                        geometry.before(),
                        geometry.behind()),
                    oneDnn.engine(),
                    hint,
                    false));
    return new Execution(oneDnn)
        .of(new convolution_backward_data(plan))
        .in(DNNL_ARG_DIFF_DST, output.memory(oneDnn, yCotangent), plan.diff_dst_desc())
        .in(DNNL_ARG_WEIGHTS, packed.in(weights, plan.weights_desc()))
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
    if (xCotangent == null) {
      return toWeights;
    }
    return new Gradients(toWeights, adjoint(weights, yCotangent, xCotangent));
  }

  private Execution toWeights(
      INDArray x, INDArray yCotangent, INDArray weightGradient, INDArray biasGradient) {
    long rows = x.size(0);
    memory.desc from = input.request(oneDnn, rows);
    memory.desc to = output.request(oneDnn, rows);
    memory.desc w = OneDnn.any(weightShape());
    memory.desc b = OneDnn.plain(output.channels());
    boolean withBias = biasGradient != null;
    convolution_forward.primitive_desc hint = forwardPlan(rows, withBias);
    convolution_backward_weights.primitive_desc plan =
        oneDnn.describe(
            suitsWinograd() && manyChannels(),
            algorithm -> {
              convolution_backward_weights.desc desc =
                  withBias
                      ? new convolution_backward_weights.desc(
                          algorithm,
                          from,
                          w,
                          b,
                          to,
                          geometry.strides(),
                          geometry.dilates(),
                          geometry.before(),
                          geometry.behind())
                      : new convolution_backward_weights.desc(
                          algorithm,
                          from,
                          w,
                          to,
                          geometry.strides(),
                          geometry.dilates(),
                          geometry.before(),
                          geometry.behind());
              return new convolution_backward_weights.primitive_desc(
                  desc, oneDnn.engine(), hint, false);
            });
    memory gradient = oneDnn.over(OneDnn.plain(weightGradient.shape().clone()), weightGradient);
    Execution execution =
        new Execution(oneDnn)
            .of(new convolution_backward_weights(plan))
            .in(DNNL_ARG_SRC, input.memory(oneDnn, x), plan.src_desc())
            .in(DNNL_ARG_DIFF_DST, output.memory(oneDnn, yCotangent), plan.diff_dst_desc())
            .out(DNNL_ARG_DIFF_WEIGHTS, gradient, plan.diff_weights_desc());
    if (biasGradient != null) {
      memory.desc vector = OneDnn.plain(biasGradient.length());
      execution.out(DNNL_ARG_DIFF_BIAS, oneDnn.over(vector, biasGradient), vector);
    }
    return execution;
  }
}

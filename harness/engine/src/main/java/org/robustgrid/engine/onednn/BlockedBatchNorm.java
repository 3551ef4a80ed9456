package org.robustgrid.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SCALE_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MEAN;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCALE_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_VARIANCE;
import static org.bytedeco.dnnl.global.dnnl.dnnl_backward;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_global_stats;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_scaleshift;

import java.util.Arrays;
import org.bytedeco.dnnl.batch_normalization_backward;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.memory;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Batch norm over the batch's own statistics in float on blocked images, by oneDNN: y = γx̂ + β
 * with x̂ = i(x − mean x), i = (var x + ε)^−½ and the biased variance.
 *
 * <p>Its linearisation is symmetric, so that one adjoint serves tangents and cotangents: g becomes
 * γi(g − mean g − x̂ mean(gx̂)).
 */
public final class BlockedBatchNorm implements AutoCloseable {

  private final OneDnn oneDnn;
  private final Images images;
  private final double epsilon;
  private final INDArray x;
  private final batch_normalization_forward.primitive_desc plan;
  private final ChannelVectors scaleShift;
  private final ChannelVectors centre;
  private final ChannelVectors spread;
  private final Execution forward;
  private final double[] gamma;
  private final double[] mean;
  private final double[] variance;
  private final double[] inverse;

  /**
   * Binds to a forward pass's arrays.
   *
   * @param images how both lie in memory
   * @param epsilon added to the variance
   */
  public BlockedBatchNorm(OneDnn oneDnn, Images images, double epsilon, INDArray x, INDArray y) {
    this.oneDnn = oneDnn;
    this.images = images;
    this.epsilon = epsilon;
    this.x = x;
    int channels = (int) images.channels();
    this.scaleShift = new ChannelVectors(2, channels);
    this.centre = new ChannelVectors(1, channels);
    this.spread = new ChannelVectors(1, channels);
    this.gamma = new double[channels];
    this.mean = new double[channels];
    this.variance = new double[channels];
    this.inverse = new double[channels];
    memory.desc layout = layout();
    this.plan =
        new batch_normalization_forward.primitive_desc(
            new batch_normalization_forward.desc(
                dnnl_forward_training, layout, (float) epsilon, dnnl_use_scaleshift),
            oneDnn.engine(),
            false);
    this.forward =
        new Execution(oneDnn)
            .of(new batch_normalization_forward(plan))
            .in(DNNL_ARG_SRC, images.memory(oneDnn, x), layout)
            .in(DNNL_ARG_SCALE_SHIFT, scaleShift.memory(oneDnn, pair()), pair())
            .out(DNNL_ARG_MEAN, centre.memory(oneDnn, vector()), vector())
            .out(DNNL_ARG_VARIANCE, spread.memory(oneDnn, vector()), vector())
            .out(DNNL_ARG_DST, images.memory(oneDnn, y), layout);
  }

  private memory.desc layout() {
    return images.description(oneDnn, x.size(0));
  }

  private memory.desc vector() {
    return OneDnn.plain(images.channels());
  }

  private memory.desc pair() {
    return new memory.desc(
        new long[] {2, images.channels()}, memory.data_type.f32, memory.format_tag.ab, false);
  }

  INDArray input() {
    return x;
  }

  /** Computes y and the statistics. */
  public void forward(double[] scale, double[] shift) {
    System.arraycopy(scale, 0, gamma, 0, gamma.length);
    scaleShift.write(0, scale);
    scaleShift.write(1, shift);
    forward.run();
    centre.read(0, mean);
    spread.read(0, variance);
    for (int c = 0; c < inverse.length; c++) {
      inverse[c] = 1 / Math.sqrt(variance[c] + epsilon);
    }
  }

  double[] gamma() {
    return gamma;
  }

  /** Means of the last forward pass. */
  public double[] mean() {
    return mean;
  }

  /** Biased variances of the last forward pass. */
  public double[] variance() {
    return variance;
  }

  double[] inverse() {
    return inverse;
  }

  /** The adjoint at the last forward pass, overwriting {@code to}, which may be {@code g}. */
  public Adjoint adjoint(INDArray g, INDArray to) {
    return new Adjoint(backward(x, centre, spread, scaleShift, epsilon, 0), g, to);
  }

  /** The product with factors per channel, and the sums that come with it. */
  Product product(INDArray other, INDArray given, INDArray to) {
    return new Product(other, given, to);
  }

  /** Reverse mode through the tangent that {@code push} pushes. */
  public BlockedBatchNormBend bend(Adjoint push, BlockedBatchNormBend.Arrays arrays) {
    return new BlockedBatchNormBend(oneDnn, images, this, push, arrays);
  }

  private Execution backward(
      INDArray normalised,
      ChannelVectors means,
      ChannelVectors variances,
      ChannelVectors scale,
      double floor,
      int flags) {
    memory.desc layout = layout();
    batch_normalization_backward.primitive_desc adjoint =
        new batch_normalization_backward.primitive_desc(
            new batch_normalization_backward.desc(
                dnnl_backward, layout, layout, (float) floor, dnnl_use_scaleshift | flags),
            oneDnn.engine(),
            plan,
            false);
    return new Execution(oneDnn)
        .of(new batch_normalization_backward(adjoint))
        .in(DNNL_ARG_SRC, images.memory(oneDnn, normalised), layout)
        .in(DNNL_ARG_MEAN, means.memory(oneDnn, vector()), vector())
        .in(DNNL_ARG_VARIANCE, variances.memory(oneDnn, vector()), vector())
        .in(DNNL_ARG_SCALE_SHIFT, scale.memory(oneDnn, pair()), pair());
  }

  @Override
  public void close() {
    scaleShift.close();
    centre.close();
    spread.close();
  }

  /** A reverse pass from one cotangent, with the sums it takes on its way. */
  public final class Adjoint implements Runnable, AutoCloseable {
    private final ChannelVectors sums = new ChannelVectors(2, images.channels());
    private final Execution execution;

    private Adjoint(Execution bound, INDArray g, INDArray to) {
      this.execution =
          bound
              .in(DNNL_ARG_DIFF_DST, images.memory(oneDnn, g), layout())
              .out(DNNL_ARG_DIFF_SCALE_SHIFT, sums.memory(oneDnn, pair()), pair())
              .out(DNNL_ARG_DIFF_SRC, images.memory(oneDnn, to), layout());
    }

    @Override
    public void run() {
      execution.run();
    }

    /** Reads Σ gx̂ and Σ g per channel. */
    public void sums(double[] alongNormalised, double[] alone) {
      sums.read(0, alongNormalised);
      sums.read(1, alone);
    }

    @Override
    public void close() {
      sums.close();
    }
  }

  /**
   * The adjoint of an inference-mode norm that only scales, as which a product with factors per
   * channel takes the sums over its products with other images along.
   */
  final class Product implements AutoCloseable {
    private final ChannelVectors zeros = new ChannelVectors(1, images.channels());
    private final ChannelVectors ones = new ChannelVectors(1, images.channels());
    private final ChannelVectors factors = new ChannelVectors(2, images.channels());
    private final Adjoint adjoint;

    private Product(INDArray other, INDArray given, INDArray to) {
      double[] values = new double[(int) images.channels()];
      Arrays.fill(values, 1);
      ones.write(0, values);
      this.adjoint =
          new Adjoint(backward(other, zeros, ones, factors, 0, dnnl_use_global_stats), given, to);
    }

    /** Multiplies, and reads Σ other·given per channel. */
    void run(double[] by, double[] products) {
      factors.write(0, by);
      adjoint.run();
      adjoint.sums.read(0, products);
    }

    @Override
    public void close() {
      adjoint.close();
      zeros.close();
      ones.close();
      factors.close();
    }
  }
}

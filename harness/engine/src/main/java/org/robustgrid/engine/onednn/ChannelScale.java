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
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_inference;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_global_stats;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_scaleshift;

import java.util.Arrays;
import org.bytedeco.dnnl.batch_normalization_backward;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.memory;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * y = s x + t with a factor and a summand for each channel, in float on oneDNN: a batch norm of
 * mean 0 and variance 1.
 */
public final class ChannelScale implements AutoCloseable {

  private static final int FLAGS = dnnl_use_scaleshift | dnnl_use_global_stats;

  private final OneDnn oneDnn;
  private final Images images;
  private final long rows;
  private final int channels;
  private final ChannelVectors zeros;
  private final ChannelVectors ones;
  private final ChannelVectors scaleShift;
  private final ChannelVectors scaleAlone;
  private final ChannelVectors sums;

  /**
   * For batches of a size.
   *
   * @param images how they lie in memory
   */
  public ChannelScale(OneDnn oneDnn, Images images, long rows) {
    this.oneDnn = oneDnn;
    this.images = images;
    this.rows = rows;
    this.channels = (int) images.channels();
    this.zeros = new ChannelVectors(1, channels);
    this.ones = new ChannelVectors(1, channels);
    this.scaleShift = new ChannelVectors(2, channels);
    this.scaleAlone = new ChannelVectors(2, channels);
    this.sums = new ChannelVectors(2, channels);
    double[] one = new double[channels];
    Arrays.fill(one, 1);
    ones.write(0, one);
  }

  /** Sets factors and summands. */
  public void set(double[] scale, double[] shift) {
    scaleShift.write(0, scale);
    scaleShift.write(1, shift);
    scaleAlone.write(0, scale);
  }

  private memory.desc layout() {
    return images.description(oneDnn, rows);
  }

  private memory.desc vector() {
    return OneDnn.plain(channels);
  }

  private memory.desc pair() {
    return new memory.desc(
        new long[] {2, channels}, memory.data_type.f32, memory.format_tag.ab, false);
  }

  private batch_normalization_forward.primitive_desc plan(int propagation) {
    return new batch_normalization_forward.primitive_desc(
        new batch_normalization_forward.desc(propagation, layout(), 0f, FLAGS),
        oneDnn.engine(),
        false);
  }

  private Execution statistics(Execution execution, ChannelVectors scaling) {
    return execution
        .in(DNNL_ARG_MEAN, zeros.memory(oneDnn, vector()), vector())
        .in(DNNL_ARG_VARIANCE, ones.memory(oneDnn, vector()), vector())
        .in(DNNL_ARG_SCALE_SHIFT, scaling.memory(oneDnn, pair()), pair());
  }

  /** y = s x + t. */
  public Runnable forward(INDArray x, INDArray y) {
    return forward(x, y, scaleShift);
  }

  /** to = s from. */
  public Runnable scale(INDArray from, INDArray to) {
    return forward(from, to, scaleAlone);
  }

  private Runnable forward(INDArray x, INDArray y, ChannelVectors scaling) {
    batch_normalization_forward.primitive_desc plan = plan(dnnl_forward_inference);
    return statistics(new Execution(oneDnn).of(new batch_normalization_forward(plan)), scaling)
        .in(DNNL_ARG_SRC, images.memory(oneDnn, x), layout())
        .out(DNNL_ARG_DST, images.memory(oneDnn, y), layout());
  }

  /** As {@link #scale}, and takes the sums over from ⊙ x and over from, for {@link #sums}. */
  public Runnable scaleAndSum(INDArray x, INDArray from, INDArray to) {
    batch_normalization_backward.primitive_desc plan =
        new batch_normalization_backward.primitive_desc(
            new batch_normalization_backward.desc(dnnl_backward, layout(), layout(), 0f, FLAGS),
            oneDnn.engine(),
            plan(dnnl_forward_training),
            false);
    return statistics(new Execution(oneDnn).of(new batch_normalization_backward(plan)), scaleShift)
        .in(DNNL_ARG_SRC, images.memory(oneDnn, x), layout())
        .in(DNNL_ARG_DIFF_DST, images.memory(oneDnn, from), layout())
        .out(DNNL_ARG_DIFF_SCALE_SHIFT, sums.memory(oneDnn, pair()), pair())
        .out(DNNL_ARG_DIFF_SRC, images.memory(oneDnn, to), layout());
  }

  /** Reads the sums per channel that the last {@link #scaleAndSum} took. */
  public void sums(double[] products, double[] alone) {
    sums.read(0, products);
    sums.read(1, alone);
  }

  @Override
  public void close() {
    zeros.close();
    ones.close();
    scaleShift.close();
    scaleAlone.close();
    sums.close();
  }
}

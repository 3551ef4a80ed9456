package org.robustgrid.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_add;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_mul;

import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Adds to images others times a factor per channel, and an addend, in one native pass. */
final class ChannelCombination implements Runnable, AutoCloseable {

  /** The addend's place behind the sum that comes first. */
  private static final int ADDEND = 2 * DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE | DNNL_ARG_SRC_1;

  private final ChannelVectors factor;
  private final ChannelVectors addend;
  private final Execution execution;

  private ChannelCombination(
      OneDnn oneDnn, Images images, INDArray from, INDArray to, INDArray other) {
    long rows = from.size(0);
    memory.desc layout = images.description(oneDnn, rows);
    memory.desc perChannel = oneDnn.blocked(1, images.channels(), 1, 1);
    this.factor = new ChannelVectors(1, images.channels());
    this.addend = other == null ? new ChannelVectors(1, images.channels()) : null;
    memory.desc added = other == null ? perChannel : layout;
    post_ops after = new post_ops();
    after.append_sum();
    after.append_binary(dnnl_binary_add, added);
    primitive_attr attributes = new primitive_attr();
    attributes.set_post_ops(after);
    binary.primitive_desc plan =
        new binary.primitive_desc(
            new binary.desc(dnnl_binary_mul, layout, perChannel, layout),
            attributes,
            oneDnn.engine(),
            false);
    this.execution =
        new Execution(oneDnn)
            .of(new binary(plan))
            .in(DNNL_ARG_SRC_0, images.memory(oneDnn, from), layout)
            .in(DNNL_ARG_SRC_1, factor.memory(oneDnn, perChannel), perChannel)
            .in(
                ADDEND,
                addend == null ? images.memory(oneDnn, other) : addend.memory(oneDnn, perChannel),
                added)
            .out(DNNL_ARG_DST, images.memory(oneDnn, to), layout);
  }

  /** {@code to} += factor·{@code from} + other. */
  static ChannelCombination with(
      OneDnn oneDnn, Images images, INDArray from, INDArray to, INDArray other) {
    return new ChannelCombination(oneDnn, images, from, to, other);
  }

  /** {@code to} += factor·{@code from} + constant per channel. */
  static ChannelCombination of(OneDnn oneDnn, Images images, INDArray from, INDArray to) {
    return new ChannelCombination(oneDnn, images, from, to, null);
  }

  void multiplyBy(double[] factors) {
    factor.write(0, factors);
  }

  void add(double[] constants) {
    addend.write(0, constants);
  }

  @Override
  public void run() {
    execution.run();
  }

  @Override
  public void close() {
    factor.close();
    if (addend != null) {
      addend.close();
    }
  }
}

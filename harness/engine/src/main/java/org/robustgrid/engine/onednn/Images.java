package org.robustgrid.engine.onednn;

import org.bytedeco.dnnl.memory;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How the values of one edge of a graph lie in memory.
 *
 * @param channels of an image
 * @param height of an image
 * @param width of an image
 * @param order of the numbers
 */
public record Images(long channels, long height, long width, Order order) {

  /** Orders of an image's numbers. */
  public enum Order {
    /** Channel by channel, NCHW. */
    PLAIN,
    /** Blocks of channels, each kept together for a pixel. */
    BLOCKED,
    /** Pixel by pixel, NHWC. */
    CHANNELS_LAST
  }

  /** Images in blocks of channels or channel by channel. */
  public Images(long channels, long height, long width, boolean blocked) {
    this(channels, height, width, blocked ? Order.BLOCKED : Order.PLAIN);
  }

  public boolean blocked() {
    return order == Order.BLOCKED;
  }

  long[] shape(long rows) {
    return new long[] {rows, channels, height, width};
  }

  memory.desc description(OneDnn oneDnn, long rows) {
    return switch (order) {
      case PLAIN -> OneDnn.plain(shape(rows));
      case BLOCKED -> oneDnn.blocked(shape(rows));
      case CHANNELS_LAST ->
          new memory.desc(shape(rows), memory.data_type.f32, memory.format_tag.nhwc, false);
    };
  }

  /**
   * What a primitive is asked for: the layout there is if it is blocked, else one of its choice.
   */
  memory.desc request(OneDnn oneDnn, long rows) {
    return blocked() ? oneDnn.blocked(shape(rows)) : OneDnn.any(shape(rows));
  }

  memory memory(OneDnn oneDnn, INDArray array) {
    return oneDnn.over(description(oneDnn, array.size(0)), array);
  }
}

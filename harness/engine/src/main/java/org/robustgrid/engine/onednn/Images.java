package org.robustgrid.engine.onednn;

import org.bytedeco.dnnl.memory;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How the values of one edge of a graph lie in memory.
 *
 * @param channels of an image
 * @param height of an image
 * @param width of an image
 * @param blocked whether channels are kept together in blocks, rather than NCHW
 */
public record Images(long channels, long height, long width, boolean blocked) {

  long[] shape(long rows) {
    return new long[] {rows, channels, height, width};
  }

  memory.desc description(OneDnn oneDnn, long rows) {
    return blocked ? oneDnn.blocked(shape(rows)) : OneDnn.plain(shape(rows));
  }

  /**
   * What a primitive is asked for: the layout there is if it is blocked, else one of its choice.
   */
  memory.desc request(OneDnn oneDnn, long rows) {
    return blocked ? oneDnn.blocked(shape(rows)) : OneDnn.any(shape(rows));
  }

  memory memory(OneDnn oneDnn, INDArray array) {
    return oneDnn.over(description(oneDnn, array.size(0)), array);
  }
}

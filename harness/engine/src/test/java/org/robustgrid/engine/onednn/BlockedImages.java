package org.robustgrid.engine.onednn;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Images as oneDNN's blocked layout holds them. */
final class BlockedImages {

  private BlockedImages() {}

  /**
   * The same numbers in floats, blocks of channels kept together.
   *
   * @param plain NCHW, channels a multiple of the block
   */
  static INDArray of(OneDnn oneDnn, INDArray plain) {
    long[] shape = plain.shape().clone();
    int block = oneDnn.block();
    return plain
        .reshape('c', shape[0], shape[1] / block, block, shape[2], shape[3])
        .permute(0, 1, 3, 4, 2)
        .dup('c')
        .castTo(DataType.FLOAT)
        .reshape('c', shape);
  }
}

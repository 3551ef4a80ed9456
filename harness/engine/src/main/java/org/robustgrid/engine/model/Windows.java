package org.robustgrid.engine.model;

import java.util.Arrays;

/** The size of images after a convolution or a pooling. */
final class Windows {

  private Windows() {}

  /**
   * As many windows as fit whole, per direction: ⌊(size + 2·padding − extent) / stride⌋ + 1.
   *
   * @param layer named where not even one fits
   * @param channels of the result
   * @param shape [channels, height, width] of the input
   * @return [channels, height, width]
   */
  static long[] over(
      LayerDescription layer,
      long channels,
      long[] shape,
      int[] extent,
      int[] stride,
      int[] padding) {
    long[] result = {channels, 0, 0};
    for (int i = 0; i < 2; i++) {
      long room = shape[i + 1] + 2L * padding[i] - extent[i];
      if (room < 0) {
        throw layer.error("does not fit into images of shape " + Arrays.toString(shape));
      }
      result[i + 1] = room / stride[i] + 1;
    }
    return result;
  }
}

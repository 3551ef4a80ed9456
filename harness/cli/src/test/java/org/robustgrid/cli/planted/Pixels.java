package org.robustgrid.cli.planted;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.robustgrid.numerics.HostArrays;

/** What is done to the images of a batch, one after the other. */
@FunctionalInterface
interface Pixels {

  /**
   * Changes one image.
   *
   * @param row of the batch
   * @param image all pixels, by rows; changed in place
   * @param side its height and its width
   */
  void change(int row, double[] image, int side);

  /** The batch with every image changed. */
  default INDArray applyTo(INDArray images) {
    int side = (int) images.size(images.rank() - 1);
    int rows = (int) images.size(0);
    double[] values = HostArrays.read(images);
    int length = values.length / rows;
    for (int row = 0; row < rows; row++) {
      double[] image = java.util.Arrays.copyOfRange(values, row * length, (row + 1) * length);
      change(row, image, side);
      System.arraycopy(image, 0, values, row * length, length);
    }
    INDArray changed = images.ulike();
    HostArrays.write(values, changed);
    return changed;
  }
}

package org.robustgrid.datasets;

import java.util.Arrays;
import org.robustgrid.spi.data.DataException;
import org.robustgrid.spi.data.DataView;

/** Labelled grey images kept as bytes; pixels are handed out as value / 255. */
final class ByteImageView implements DataView {

  private final byte[] pixels;
  private final byte[] labels;
  private final int size;

  private ByteImageView(byte[] pixels, byte[] labels, int size) {
    this.pixels = pixels;
    this.labels = labels;
    this.size = size;
  }

  /**
   * Joins images and labels.
   *
   * @param images shape [samples, height, width]
   * @param labels shape [samples]
   * @param classes every label must lie below
   * @throws DataException when the two do not belong together
   */
  static ByteImageView of(IdxArray images, IdxArray labels, int classes) {
    if (images.shape().length != 3) {
      throw new DataException(
          images.name()
              + " has the shape "
              + Arrays.toString(images.shape())
              + ", expected [samples, height, width]; are images and labels swapped?");
    }
    if (labels.shape().length != 1) {
      throw new DataException(
          labels.name()
              + " has the shape "
              + Arrays.toString(labels.shape())
              + ", expected [samples]; are images and labels swapped?");
    }
    if (images.shape()[0] != labels.shape()[0]) {
      throw new DataException(
          images.name()
              + " has "
              + images.shape()[0]
              + " images, but "
              + labels.name()
              + " has "
              + labels.shape()[0]
              + " labels; the files do not belong together");
    }
    for (int i = 0; i < labels.data().length; i++) {
      if ((labels.data()[i] & 0xFF) >= classes) {
        throw new DataException(
            labels.name()
                + " labels sample "
                + i
                + " with class "
                + (labels.data()[i] & 0xFF)
                + ", but there are "
                + classes
                + " classes (0 to "
                + (classes - 1)
                + ")");
      }
    }
    int size = images.shape()[1] * images.shape()[2];
    return new ByteImageView(images.data(), labels.data(), size);
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public void read(int[] indices, float[] images, int[] targets) {
    int out = 0;
    for (int i = 0; i < indices.length; i++) {
      targets[i] = label(indices[i]);
      int in = indices[i] * size;
      for (int p = 0; p < size; p++) {
        images[out++] = (pixels[in + p] & 0xFF) / 255f;
      }
    }
  }

  @Override
  public int label(int index) {
    return labels[index] & 0xFF;
  }
}

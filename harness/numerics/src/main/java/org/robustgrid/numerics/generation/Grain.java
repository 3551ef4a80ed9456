package org.robustgrid.numerics.generation;

/**
 * Images in coarse pixels: averaged over blocks, and repeated back.
 *
 * @param channels of an image
 * @param height of an image in fine pixels, a multiple of the size
 * @param width of an image in fine pixels, a multiple of the size
 * @param size fine pixels of a block's side
 * @since 0.1
 */
public record Grain(int channels, int height, int width, int size) {

  public Grain {
    if (size < 1 || height % size != 0 || width % size != 0) {
      throw new IllegalArgumentException(
          "blocks of " + size + " pixels a side do not divide " + height + " x " + width);
    }
  }

  /** The mean of each block, channels × (height / size) × (width / size). */
  public double[] pool(double[] image) {
    double[] pooled = new double[image.length / (size * size)];
    for (int i = 0; i < image.length; i++) {
      pooled[block(i)] += image[i] / (size * size);
    }
    return pooled;
  }

  /** Each value size × size times, channels × height × width. */
  public double[] repeat(double[] pooled) {
    double[] image = new double[channels * height * width];
    for (int i = 0; i < image.length; i++) {
      image[i] = pooled[block(i)];
    }
    return image;
  }

  private int block(int pixel) {
    int x = pixel % width;
    int y = pixel / width % height;
    int channel = pixel / (width * height);
    return (channel * (height / size) + y / size) * (width / size) + x / size;
  }
}

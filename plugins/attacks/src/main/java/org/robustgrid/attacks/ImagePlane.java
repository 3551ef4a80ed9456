package org.robustgrid.attacks;

import java.util.Arrays;
import org.robustgrid.spi.random.RandomStream;

/**
 * The pixel grid of an input, in which windows are placed. A flat input is one channel with one
 * row.
 *
 * @param channels values per pixel
 * @param height rows
 * @param width columns
 */
record ImagePlane(int channels, int height, int width) {

  /** A rectangle of pixels, the same in every channel. */
  record Window(int top, int left, int height, int width) {}

  /**
   * The plane of a batch.
   *
   * @param shape [rows, channels, height, width] or [rows, features]
   * @throws IllegalArgumentException for any other shape
   */
  static ImagePlane of(long[] shape) {
    return switch (shape.length) {
      case 2 -> new ImagePlane(1, 1, (int) shape[1]);
      case 4 -> new ImagePlane((int) shape[1], (int) shape[2], (int) shape[3]);
      default ->
          throw new IllegalArgumentException(
              "attack 'square' needs inputs of shape [channels, height, width] or [features], but"
                  + " their shape is "
                  + Arrays.toString(Arrays.copyOfRange(shape, 1, shape.length)));
    };
  }

  int area() {
    return height * width;
  }

  /**
   * Draws the position of a window of about {@code side}² pixels, uniformly over all positions that
   * fit (the paper's range; AutoAttack leaves out the last row and column). A square that is higher
   * or wider than the plane is cut to it and extended in the other direction.
   */
  Window draw(RandomStream random, int side) {
    int high = Math.min(height, Math.max(side, stretched(side, width)));
    int wide = Math.min(width, Math.max(side, stretched(side, height)));
    return new Window(
        random.nextInt(height - high + 1), random.nextInt(width - wide + 1), high, wide);
  }

  private static int stretched(int side, int limit) {
    return side > limit ? (int) Math.rint((double) side * side / limit) : side;
  }
}

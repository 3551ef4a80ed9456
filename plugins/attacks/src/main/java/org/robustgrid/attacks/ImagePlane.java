package org.robustgrid.attacks;

import java.util.Arrays;
import org.robustgrid.spi.random.RandomStream;

/**
 * The pixel grid of an input, in which windows are placed. Flat inputs are a line of features: one
 * channel, one row.
 *
 * @param channels values a pixel
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
   * @throws IllegalArgumentException when the shape is another
   */
  static ImagePlane of(long[] shape) {
    return switch (shape.length) {
      case 2 -> new ImagePlane(1, 1, (int) shape[1]);
      case 4 -> new ImagePlane((int) shape[1], (int) shape[2], (int) shape[3]);
      default ->
          throw new IllegalArgumentException(
              "attack 'square' needs inputs of shape [channels, height, width] or [features], but"
                  + " these are "
                  + Arrays.toString(Arrays.copyOfRange(shape, 1, shape.length)));
    };
  }

  int area() {
    return height * width;
  }

  /**
   * Draws the place of a window of about {@code side}² pixels, uniform over all that fit (the
   * paper's range; AutoAttack leaves out the last row and column). Where the square is higher or
   * wider than the plane, it is cut there and stretched the other way.
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

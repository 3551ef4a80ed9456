package org.robustgrid.defenses.distillation;

import java.util.Optional;
import org.robustgrid.spi.defense.TrainingSettings;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;

/** Images as the training augmentation shows them: cropped after zero padding, perhaps flipped. */
final class ShiftedImages {

  private final int channels;
  private final int height;
  private final int width;
  private final int padding;
  private final boolean flips;

  /**
   * @param shape [channels, height, width]; other shapes are never moved
   */
  ShiftedImages(long[] shape, TrainingSettings settings) {
    boolean image = shape.length == 3;
    this.channels = (int) shape[0];
    this.height = image ? (int) shape[1] : 1;
    this.width = image ? (int) shape[2] : 1;
    this.padding = image ? settings.cropPadding() : 0;
    this.flips = image && settings.horizontalFlip();
  }

  /** Whether there is nothing to move. */
  boolean still() {
    return padding == 0 && !flips;
  }

  /**
   * Moves each image by its own random shift and flip.
   *
   * @param images one after the other, C order
   * @param indices keys of the images
   * @param key of the pass; empty leaves the images where they are
   */
  double[] of(float[] images, int[] indices, Optional<RandomKey> key) {
    int length = channels * height * width;
    double[] moved = new double[indices.length * length];
    for (int i = 0; i < indices.length; i++) {
      int dy = 0;
      int dx = 0;
      boolean flip = false;
      if (key.isPresent()) {
        RandomStream stream = key.get().with(indices[i]).stream();
        dy = stream.nextInt(2 * padding + 1) - padding;
        dx = stream.nextInt(2 * padding + 1) - padding;
        flip = stream.nextDouble() < 0.5 && flips;
      }
      move(images, i * length, dy, dx, flip, moved);
    }
    return moved;
  }

  private void move(float[] images, int offset, int dy, int dx, boolean flip, double[] moved) {
    for (int c = 0; c < channels; c++) {
      for (int y = 0; y < height; y++) {
        int fromY = y + dy;
        for (int x = 0; x < width; x++) {
          int fromX = (flip ? width - 1 - x : x) + dx;
          boolean inside = fromY >= 0 && fromY < height && fromX >= 0 && fromX < width;
          int to = offset + (c * height + y) * width + x;
          moved[to] = inside ? images[offset + (c * height + fromY) * width + fromX] : 0;
        }
      }
    }
  }
}

package org.robustgrid.defenses.distillation;

import java.util.Optional;
import org.robustgrid.numerics.augmentation.ImageAugmentation;
import org.robustgrid.numerics.augmentation.ImageAugmentation.Move;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.defense.TrainingSettings;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;

/** Images as the training augmentation shows them, moved by draws of their own. */
final class ShiftedImages {

  private final int channels;
  private final int height;
  private final int width;
  private final TrainingSettings settings;
  private final ImageAugmentation augmentation;

  /**
   * @param shape [channels, height, width]; other shapes are never moved
   */
  ShiftedImages(long[] shape, TrainingSettings settings, Domain domain) {
    boolean image = shape.length == 3;
    this.channels = (int) shape[0];
    this.height = image ? (int) shape[1] : 1;
    this.width = image ? (int) shape[2] : 1;
    this.settings = image ? settings : TrainingSettings.builder().build();
    this.augmentation = new ImageAugmentation(this.settings, shape, domain);
  }

  /** Whether there is nothing to move. */
  boolean still() {
    return augmentation.isIdentity();
  }

  /**
   * Moves each image by its own random shift, flip and cut.
   *
   * @param images one after the other, C order
   * @param indices keys of the images
   * @param key of the pass; empty leaves the images as they are
   */
  double[] of(float[] images, int[] indices, Optional<RandomKey> key) {
    int length = channels * height * width;
    float[] shown = images;
    if (key.isPresent()) {
      shown = new float[indices.length * length];
      for (int i = 0; i < indices.length; i++) {
        Move move = move(key.get().with(indices[i]).stream());
        augmentation.image(move, images, shown, i * length, channels);
      }
    }
    double[] moved = new double[indices.length * length];
    for (int i = 0; i < moved.length; i++) {
      moved[i] = shown[i];
    }
    return moved;
  }

  private Move move(RandomStream stream) {
    int padding = settings.cropPadding();
    int rows = stream.nextInt(2 * padding + 1) - padding;
    int columns = stream.nextInt(2 * padding + 1) - padding;
    boolean mirrored = stream.nextDouble() < 0.5 && settings.horizontalFlip();
    return settings.cutout() == 0
        ? new Move(rows, columns, mirrored)
        : new Move(rows, columns, mirrored, stream.nextInt(height), stream.nextInt(width));
  }
}

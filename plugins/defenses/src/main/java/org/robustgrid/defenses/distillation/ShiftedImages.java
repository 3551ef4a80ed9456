package org.robustgrid.defenses.distillation;

import java.util.Optional;
import org.robustgrid.numerics.augmentation.ImageAugmentation;
import org.robustgrid.numerics.augmentation.ImageAugmentation.Move;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.defense.TrainingSettings;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;

/** Applies the training augmentation to images, with random draws of its own. */
final class ShiftedImages {

  private final int channels;
  private final int height;
  private final int width;
  private final TrainingSettings settings;
  private final ImageAugmentation augmentation;

  /**
   * @param shape [channels, height, width]; other shapes are not augmented
   */
  ShiftedImages(long[] shape, TrainingSettings settings, Domain domain) {
    boolean image = shape.length == 3;
    this.channels = (int) shape[0];
    this.height = image ? (int) shape[1] : 1;
    this.width = image ? (int) shape[2] : 1;
    this.settings = image ? settings : TrainingSettings.builder().build();
    this.augmentation = new ImageAugmentation(this.settings, shape, domain);
  }

  /** Whether the augmentation changes nothing. */
  boolean still() {
    return augmentation.isIdentity();
  }

  /**
   * Augments each image by a random shift, flip and cutout.
   *
   * @param images pixels of the images, one image after the other in C order
   * @param indices keys of the images
   * @param key key of the pass; empty: the images are not changed
   * @return pixels of the augmented images, in the same order
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

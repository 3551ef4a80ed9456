package org.robustgrid.engine.training;

import org.robustgrid.numerics.augmentation.ImageAugmentation;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.defense.TrainingSettings;
import org.robustgrid.spi.random.RandomKey;

/**
 * The augmentation of a training.
 *
 * <p>What happens to a sample depends on the key, the epoch and its index alone: not on its batch.
 *
 * @param images moves them
 * @param random the key
 */
record Augmentation(ImageAugmentation images, RandomKey random) {

  static Augmentation of(
      TrainingSettings settings, long[] inputShape, Domain domain, RandomKey random) {
    return new Augmentation(new ImageAugmentation(settings, inputShape, domain), random);
  }

  /** Nothing happens to any sample. */
  static Augmentation none(long[] inputShape) {
    return of(TrainingSettings.builder().build(), inputShape, Domain.UNIT, RandomKey.of(0));
  }

  /** The move of a sample in an epoch. */
  ImageAugmentation.Move move(int epoch, int index) {
    return images.draw(random.with(epoch).with(index).stream());
  }
}

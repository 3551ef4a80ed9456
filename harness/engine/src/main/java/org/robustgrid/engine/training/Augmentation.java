package org.robustgrid.engine.training;

import java.util.Arrays;
import org.robustgrid.spi.defense.TrainingSettings;
import org.robustgrid.spi.random.RandomKey;
import org.robustgrid.spi.random.RandomStream;

/**
 * Random crop after zero padding and random horizontal flip, the same for all planes of a sample.
 *
 * <p>What happens to a sample depends on the key, the epoch and its index alone: not on its batch.
 */
final class Augmentation {

  private final int padding;
  private final boolean flips;
  private final int height;
  private final int width;
  private final RandomKey random;

  /**
   * @param inputShape [channels, height, width] where something is to be done
   * @throws IllegalArgumentException when crops or flips are asked of vectors
   */
  Augmentation(TrainingSettings settings, long[] inputShape, RandomKey random) {
    this.padding = settings.cropPadding();
    this.flips = settings.horizontalFlip();
    this.random = random;
    boolean image = inputShape.length == 3;
    if (!image && (padding > 0 || flips)) {
      throw new IllegalArgumentException(
          "crop-padding and horizontal-flip need images [channels, height, width]; set them to 0"
              + " and false for vectors");
    }
    this.height = image ? (int) inputShape[1] : 1;
    this.width = image ? (int) inputShape[2] : 1;
  }

  /** Whether every sample stays as it is. */
  boolean isIdentity() {
    return padding == 0 && !flips;
  }

  /** How one sample is moved in an epoch: shifted by rows and columns, then mirrored. */
  record Move(int rows, int columns, boolean mirrored) {}

  /** The move of a sample in an epoch. */
  Move move(int epoch, int index) {
    RandomStream stream = random.with(epoch).with(index).stream();
    int rows = padding == 0 ? 0 : stream.nextInt(2 * padding + 1) - padding;
    int columns = padding == 0 ? 0 : stream.nextInt(2 * padding + 1) - padding;
    return new Move(rows, columns, flips && stream.nextInt(2) == 1);
  }

  /**
   * Moves planes of [height, width], writing zeros where the crop looks beyond the image.
   *
   * @param from read at {@code offset}, {@code planes} planes
   * @param to written at the same place; another array than {@code from}
   */
  void apply(Move move, float[] from, float[] to, int offset, int planes) {
    for (int plane = 0; plane < planes; plane++) {
      int base = offset + plane * height * width;
      for (int row = 0; row < height; row++) {
        int sourceRow = row + move.rows();
        int target = base + row * width;
        if (sourceRow < 0 || sourceRow >= height) {
          Arrays.fill(to, target, target + width, 0f);
          continue;
        }
        int source = base + sourceRow * width;
        for (int column = 0; column < width; column++) {
          int seen = move.mirrored() ? width - 1 - column : column;
          int sourceColumn = seen + move.columns();
          boolean inside = sourceColumn >= 0 && sourceColumn < width;
          to[target + column] = inside ? from[source + sourceColumn] : 0f;
        }
      }
    }
  }
}

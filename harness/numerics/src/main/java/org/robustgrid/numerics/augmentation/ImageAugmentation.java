package org.robustgrid.numerics.augmentation;

import java.util.Arrays;
import org.robustgrid.spi.Domain;
import org.robustgrid.spi.defense.TrainingSettings;
import org.robustgrid.spi.random.RandomStream;

/**
 * Random crop after padding, then random horizontal flip, then Cutout (DeVries and Taylor 2017),
 * the same for all planes of a sample.
 *
 * <p>Black is the smallest value of the domain, grey its middle; both are 0 if the domain has no
 * bounds. Arrays that travel with an image (target gradients) are moved as it is, with 0 wherever
 * the image shows padding that is not reflected, and in the square that is cut out.
 *
 * @since 0.1
 */
public final class ImageAugmentation {

  private final int height;
  private final int width;
  private final int padding;
  private final boolean reflects;
  private final boolean flips;
  private final int cutout;
  private final float beyond;
  private final float grey;

  /**
   * How one sample is moved.
   *
   * @param rows how far down the crop looks
   * @param columns how far to the right
   * @param mirrored whether the crop is mirrored
   * @param cutRow row of the square's centre; read only if something is cut out
   * @param cutColumn its column
   * @since 0.1
   */
  public record Move(int rows, int columns, boolean mirrored, int cutRow, int cutColumn) {

    /** A move that nothing is cut out of. */
    public Move(int rows, int columns, boolean mirrored) {
      this(rows, columns, mirrored, 0, 0);
    }
  }

  /**
   * The augmentation of some settings.
   *
   * @param inputShape [channels, height, width] if something is to be done
   * @throws IllegalArgumentException when vectors are to be augmented
   */
  public ImageAugmentation(TrainingSettings settings, long[] inputShape, Domain domain) {
    this.padding = settings.cropPadding();
    this.reflects = settings.cropFill() == TrainingSettings.CropFill.REFLECT;
    this.flips = settings.horizontalFlip();
    this.cutout = settings.cutout();
    boolean image = inputShape.length == 3;
    if (!image && !isIdentity()) {
      throw new IllegalArgumentException(
          "crop-padding, horizontal-flip and cutout need images [channels, height, width]; set them"
              + " to 0 and false for vectors");
    }
    this.height = image ? (int) inputShape[1] : 1;
    this.width = image ? (int) inputShape[2] : 1;
    double middle = (domain.low() + domain.high()) / 2;
    this.grey = Double.isFinite(middle) ? (float) middle : 0;
    float black = Double.isFinite(domain.low()) ? (float) domain.low() : 0;
    this.beyond = settings.cropFill() == TrainingSettings.CropFill.GREY ? grey : black;
  }

  /** Whether no sample changes. */
  public boolean isIdentity() {
    return padding == 0 && !flips && cutout == 0;
  }

  /** A random move; what is not done takes no draw. */
  public Move draw(RandomStream stream) {
    int rows = padding == 0 ? 0 : stream.nextInt(2 * padding + 1) - padding;
    int columns = padding == 0 ? 0 : stream.nextInt(2 * padding + 1) - padding;
    boolean mirrored = flips && stream.nextInt(2) == 1;
    int cutRow = cutout == 0 ? 0 : stream.nextInt(height);
    int cutColumn = cutout == 0 ? 0 : stream.nextInt(width);
    return new Move(rows, columns, mirrored, cutRow, cutColumn);
  }

  /**
   * Moves an image.
   *
   * @param from read at {@code offset}, {@code planes} planes of [height, width]
   * @param to written at the same place; another array than {@code from}
   */
  public void image(Move move, float[] from, float[] to, int offset, int planes) {
    apply(move, from, to, offset, planes, beyond, grey);
  }

  /** Moves arrays that travel with an image; parameters as those of {@link #image}. */
  public void companion(Move move, float[] from, float[] to, int offset, int planes) {
    apply(move, from, to, offset, planes, 0, 0);
  }

  private void apply(
      Move move, float[] from, float[] to, int offset, int planes, float outside, float cut) {
    for (int plane = 0; plane < planes; plane++) {
      int base = offset + plane * height * width;
      for (int row = 0; row < height; row++) {
        int sourceRow = source(row + move.rows(), height);
        int target = base + row * width;
        if (sourceRow < 0) {
          Arrays.fill(to, target, target + width, outside);
          continue;
        }
        int source = base + sourceRow * width;
        for (int column = 0; column < width; column++) {
          int seen = move.mirrored() ? width - 1 - column : column;
          int sourceColumn = source(seen + move.columns(), width);
          to[target + column] = sourceColumn < 0 ? outside : from[source + sourceColumn];
        }
      }
      cut(move, to, base, cut);
    }
  }

  /** Where a place beyond the image is read; −1 if nowhere. */
  private int source(int place, int size) {
    if (place >= 0 && place < size) {
      return place;
    }
    if (!reflects) {
      return -1;
    }
    return place < 0 ? -place : 2 * (size - 1) - place;
  }

  private void cut(Move move, float[] to, int base, float value) {
    if (cutout == 0) {
      return;
    }
    int top = move.cutRow() - cutout / 2;
    int left = move.cutColumn() - cutout / 2;
    int from = Math.max(0, left);
    int until = Math.min(width, left + cutout);
    for (int row = Math.max(0, top); row < Math.min(height, top + cutout); row++) {
      Arrays.fill(to, base + row * width + from, base + row * width + until, value);
    }
  }
}

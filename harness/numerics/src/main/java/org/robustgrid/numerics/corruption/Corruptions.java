package org.robustgrid.numerics.corruption;

import java.util.Arrays;
import java.util.Optional;
import org.robustgrid.spi.random.RandomKey;

/**
 * Common corruptions of images of one shape (Hendrycks and Dietterich, "Benchmarking Neural Network
 * Robustness to Common Corruptions and Perturbations", ICLR 2019), with the constants of the
 * authors' programs for 32×32 (CIFAR-10-C) and 224×224 (ImageNet-C); images of other sizes take
 * those of the nearer one.
 *
 * <p>The result is a pure function of image, kind, severity and key, on every machine. It differs
 * from the authors' files: random numbers are others; frost is a generated texture; glass blur
 * exchanges pixels; values are rounded to the nearest of 256 levels once, at the end, where the
 * authors truncate, some also between two steps.
 *
 * <p>The constants are not ordered by the mean squared change they make everywhere: of {@link
 * CorruptionKind#SATURATE} severities 1 and 2 take colour away and 3 to 5 add it; of {@link
 * CorruptionKind#ELASTIC} a wide affine map at the first severities gives way to small local
 * shifts; of {@link CorruptionKind#GLASS_BLUR} a wider blur hides more of the exchanged pixels; of
 * {@link CorruptionKind#MOTION_BLUR} for 32×32 severities 3 and 4 differ in weights below 1e-7
 * only; of {@link CorruptionKind#SNOW} and {@link CorruptionKind#FOG} for 224×224 some neighbours
 * change about as much.
 *
 * @since 0.1
 */
public final class Corruptions {

  /** Severities are 1 to 5. */
  public static final int SEVERITIES = 5;

  private static final int LEVELS = 255;

  /** Glass blur moves pixels by up to 4 on each side. */
  private static final int SMALLEST = 9;

  private final int channels;
  private final int height;
  private final int width;
  private final Constants constants;

  private Corruptions(int channels, int height, int width) {
    this.channels = channels;
    this.height = height;
    this.width = width;
    this.constants = Constants.nearest(height, width);
  }

  /**
   * Corruptions of images.
   *
   * @param shape [channels, height, width], one channel or three, sides of at least 9 pixels
   * @throws IllegalArgumentException when inputs have another shape
   */
  public static Corruptions of(long... shape) {
    if (shape.length != 3
        || shape[0] != 1 && shape[0] != 3
        || shape[1] < SMALLEST
        || shape[2] < SMALLEST) {
      throw new IllegalArgumentException(
          "corruptions need images [channels, height, width] of 1 or 3 channels and at least "
              + SMALLEST
              + "×"
              + SMALLEST
              + " pixels, but inputs are "
              + Arrays.toString(shape));
    }
    return new Corruptions((int) shape[0], Math.toIntExact(shape[1]), Math.toIntExact(shape[2]));
  }

  /** A note about images without constants of their own; empty for others. */
  public Optional<String> note() {
    return height == constants.side() && width == constants.side()
        ? Optional.empty()
        : Optional.of(
            "Images of "
                + height
                + "×"
                + width
                + " are corrupted with the constants for "
                + constants.side()
                + "×"
                + constants.side()
                + ", the nearer of the two sizes that the authors give constants for.");
  }

  /** Whether a kind changes such images: saturation needs colour. */
  public boolean fits(CorruptionKind kind) {
    return channels == 3 || kind != CorruptionKind.SATURATE;
  }

  /** The key of a test sample's corruption. */
  public static RandomKey key(CorruptionKind kind, int severity, long sample) {
    return RandomKey.of(0).with("corruption").with(kind.id()).with(severity).with(sample);
  }

  /**
   * Corrupts one image in place.
   *
   * @param severity 1 to 5
   * @param key of the sample; see {@link #key}
   * @param images holds the image in C order from position {@code at} on; values in [0, 1], after
   *     this multiples of 1/255
   * @throws IllegalArgumentException when the severity is another, or the kind does not fit
   */
  public void apply(CorruptionKind kind, int severity, RandomKey key, float[] images, int at) {
    if (severity < 1 || severity > SEVERITIES) {
      throw new IllegalArgumentException("severity must be 1 to 5, but is " + severity);
    }
    if (!fits(kind)) {
      throw new IllegalArgumentException("'" + kind.id() + "' needs images in colour");
    }
    int area = height * width;
    double[][] planes = new double[channels][area];
    for (int i = 0; i < channels * area; i++) {
      planes[i / area][i % area] = images[at + i];
    }
    Picture picture = new Picture(height, width, planes);
    constants.corruption(kind, severity).apply(picture, key.stream());
    for (int i = 0; i < channels * area; i++) {
      double value = Picture.clip(picture.plane(i / area)[i % area]);
      images[at + i] = (float) Math.rint(value * LEVELS) / LEVELS;
    }
  }
}

package org.robustgrid.numerics;

/**
 * Rounding to the 256 levels of stored pictures, from 0 to 1.
 *
 * @since 0.1
 */
public final class EightBits {

  private static final int LEVELS = 255;

  /** What rounding to float may add to a value that lies halfway between two levels. */
  private static final double TIE = 1e-3;

  private EightBits() {}

  /**
   * The nearest levels. Of two that are equally near the one nearer to the original: at an epsilon
   * of 0.1, 25.5 levels, rounding up throughout would brighten whole images, and leave the ball.
   *
   * @param images values in [0, 1]
   * @param originals as many values in [0, 1]
   */
  public static float[] round(float[] images, float[] originals) {
    float[] rounded = new float[images.length];
    for (int i = 0; i < images.length; i++) {
      double level = (double) images[i] * LEVELS;
      double low = Math.floor(level);
      boolean up = level - low > 0.5;
      if (Math.abs(level - low - 0.5) <= TIE) {
        up = (double) originals[i] * LEVELS > low + 0.5;
      }
      rounded[i] = (float) ((up ? low + 1 : low) / LEVELS);
    }
    return rounded;
  }
}

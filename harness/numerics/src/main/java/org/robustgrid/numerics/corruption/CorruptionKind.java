package org.robustgrid.numerics.corruption;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A kind of common corruption (Hendrycks and Dietterich 2019, section 3.1 and appendix B).
 *
 * @since 0.1
 */
public enum CorruptionKind {
  /** x + N(0, c²). */
  GAUSSIAN_NOISE(Family.NOISE),
  /** Poisson(c x) / c. */
  SHOT_NOISE(Family.NOISE),
  /** A share c of all values becomes 0 or 1. */
  IMPULSE_NOISE(Family.NOISE),
  /** x + x N(0, c²); not one of the fifteen. */
  SPECKLE_NOISE(Family.NOISE),
  /** A disk as kernel. */
  DEFOCUS_BLUR(Family.BLUR),
  /** A Gaussian blur between which near pixels change places. */
  GLASS_BLUR(Family.BLUR),
  /** A one-sided Gaussian along a line of random direction. */
  MOTION_BLUR(Family.BLUR),
  /** The mean of the image and its enlargements. */
  ZOOM_BLUR(Family.BLUR),
  /** A Gaussian as kernel; not one of the fifteen. */
  GAUSSIAN_BLUR(Family.BLUR),
  /** Flakes of noise that a motion blur draws out, over a whitened image. */
  SNOW(Family.WEATHER),
  /** A generated texture of crystals instead of the authors' photographs. */
  FROST(Family.WEATHER),
  /** A plasma fractal is added. */
  FOG(Family.WEATHER),
  /** The value of HSV is raised. */
  BRIGHTNESS(Family.WEATHER),
  /** Values come closer to their channel's mean. */
  CONTRAST(Family.DIGITAL),
  /** A random affine map, then a smooth random field of shifts. */
  ELASTIC(Family.DIGITAL),
  /** Shrunk and enlarged with boxes. */
  PIXELATE(Family.DIGITAL),
  /** Compressed as JPEG. */
  JPEG(Family.DIGITAL),
  /** The saturation of HSV is changed; images in colour only, and not one of the fifteen. */
  SATURATE(Family.DIGITAL);

  /**
   * What kinds have in common.
   *
   * @since 0.1
   */
  public enum Family {
    NOISE,
    BLUR,
    WEATHER,
    DIGITAL;

    /** Its name in lower case. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Family family;

  CorruptionKind(Family family) {
    this.family = family;
  }

  public Family family() {
    return family;
  }

  /** How it is written: lower case with hyphens. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether it is one of the fifteen over which the authors average. */
  public boolean benchmark() {
    return this != SPECKLE_NOISE && this != GAUSSIAN_BLUR && this != SATURATE;
  }

  /** The fifteen over which the authors average. */
  public static List<CorruptionKind> fifteen() {
    return Arrays.stream(values()).filter(CorruptionKind::benchmark).toList();
  }
}

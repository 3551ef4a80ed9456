package org.robustgrid.numerics.corruption;

/**
 * The constants of the authors' programs, by kind and severity: {@code make_cifar_c.py} for images
 * of 32×32, {@code make_imagenet_c.py} for 224×224 (https://github.com/hendrycks/robustness,
 * ImageNet-C/create_c). The last number of frost, the mean of its texture, is this project's,
 * because its texture is.
 */
enum Constants {
  /** CIFAR-10-C. */
  SMALL(32) {
    @Override
    double[][] of(CorruptionKind kind) {
      return switch (kind) {
        case GAUSSIAN_NOISE -> rows(0.04, 0.06, 0.08, 0.09, 0.10);
        case SHOT_NOISE -> rows(500, 250, 100, 75, 50);
        case IMPULSE_NOISE -> rows(0.01, 0.02, 0.03, 0.05, 0.07);
        case SPECKLE_NOISE -> rows(0.06, 0.1, 0.12, 0.16, 0.2);
        case GAUSSIAN_BLUR -> rows(0.4, 0.6, 0.7, 0.8, 1);
        case GLASS_BLUR ->
            new double[][] {{0.05, 1, 1}, {0.25, 1, 1}, {0.4, 1, 1}, {0.25, 1, 2}, {0.4, 1, 2}};
        case DEFOCUS_BLUR ->
            new double[][] {{0.3, 0.4}, {0.4, 0.5}, {0.5, 0.6}, {1, 0.2}, {1.5, 0.1}};
        case MOTION_BLUR -> new double[][] {{6, 1}, {6, 1.5}, {6, 2}, {8, 2}, {9, 2.5}};
        case ZOOM_BLUR ->
            new double[][] {{1.06, 0.01}, {1.11, 0.01}, {1.16, 0.01}, {1.21, 0.01}, {1.26, 0.01}};
        case SNOW ->
            new double[][] {
              {0.1, 0.2, 1, 0.6, 8, 3, 0.95},
              {0.1, 0.2, 1, 0.5, 10, 4, 0.9},
              {0.15, 0.3, 1.75, 0.55, 10, 4, 0.9},
              {0.25, 0.3, 2.25, 0.6, 12, 6, 0.85},
              {0.3, 0.3, 1.25, 0.65, 14, 12, 0.8}
            };
        case FROST ->
            new double[][] {
              {1, 0.2, 0.36},
              {1, 0.3, 0.40},
              {0.9, 0.4, 0.46},
              {0.85, 0.4, 0.56},
              {0.75, 0.45, 0.66}
            };
        case FOG -> new double[][] {{0.2, 3}, {0.5, 3}, {0.75, 2.5}, {1, 2}, {1.5, 1.75}};
        case BRIGHTNESS -> rows(0.05, 0.1, 0.15, 0.2, 0.3);
        case CONTRAST -> rows(0.75, 0.5, 0.4, 0.3, 0.15);
        case ELASTIC ->
            new double[][] {
              {0, 0, 32 * 0.08},
              {32 * 0.05, 32 * 0.2, 32 * 0.07},
              {32 * 0.08, 32 * 0.06, 32 * 0.06},
              {32 * 0.1, 32 * 0.04, 32 * 0.05},
              {32 * 0.1, 32 * 0.03, 32 * 0.03}
            };
        case PIXELATE -> rows(0.95, 0.9, 0.85, 0.75, 0.65);
        case JPEG -> rows(80, 65, 58, 50, 40);
        case SATURATE -> new double[][] {{0.3, 0}, {0.1, 0}, {1.5, 0}, {2, 0.1}, {2.5, 0.2}};
      };
    }
  },
  /** ImageNet-C. */
  LARGE(224) {
    @Override
    double[][] of(CorruptionKind kind) {
      return switch (kind) {
        case GAUSSIAN_NOISE -> rows(0.08, 0.12, 0.18, 0.26, 0.38);
        case SHOT_NOISE -> rows(60, 25, 12, 5, 3);
        case IMPULSE_NOISE -> rows(0.03, 0.06, 0.09, 0.17, 0.27);
        case SPECKLE_NOISE -> rows(0.15, 0.2, 0.35, 0.45, 0.6);
        case GAUSSIAN_BLUR -> rows(1, 2, 3, 4, 6);
        case GLASS_BLUR ->
            new double[][] {{0.7, 1, 2}, {0.9, 2, 1}, {1, 2, 3}, {1.1, 3, 2}, {1.5, 4, 2}};
        case DEFOCUS_BLUR -> new double[][] {{3, 0.1}, {4, 0.5}, {6, 0.5}, {8, 0.5}, {10, 0.5}};
        case MOTION_BLUR -> new double[][] {{10, 3}, {15, 5}, {15, 8}, {15, 12}, {20, 15}};
        case ZOOM_BLUR ->
            new double[][] {{1.11, 0.01}, {1.16, 0.01}, {1.21, 0.02}, {1.26, 0.02}, {1.31, 0.03}};
        case SNOW ->
            new double[][] {
              {0.1, 0.3, 3, 0.5, 10, 4, 0.8},
              {0.2, 0.3, 2, 0.5, 12, 4, 0.7},
              {0.55, 0.3, 4, 0.9, 12, 8, 0.7},
              {0.55, 0.3, 4.5, 0.85, 12, 8, 0.65},
              {0.55, 0.3, 2.5, 0.85, 12, 12, 0.55}
            };
        case FROST ->
            new double[][] {
              {1, 0.4, 0.36},
              {0.8, 0.6, 0.40},
              {0.7, 0.7, 0.46},
              {0.65, 0.7, 0.56},
              {0.6, 0.75, 0.66}
            };
        case FOG -> new double[][] {{1.5, 2}, {2, 2}, {2.5, 1.7}, {2.5, 1.5}, {3, 1.4}};
        case BRIGHTNESS -> rows(0.1, 0.2, 0.3, 0.4, 0.5);
        case CONTRAST -> rows(0.4, 0.3, 0.2, 0.1, 0.05);
        // the authors' 244 where 224 was meant
        case ELASTIC ->
            new double[][] {
              {244 * 2, 244 * 0.7, 244 * 0.1},
              {244 * 2, 244 * 0.08, 244 * 0.2},
              {244 * 0.05, 244 * 0.01, 244 * 0.02},
              {244 * 0.07, 244 * 0.01, 244 * 0.02},
              {244 * 0.12, 244 * 0.01, 244 * 0.02}
            };
        case PIXELATE -> rows(0.6, 0.5, 0.4, 0.3, 0.25);
        case JPEG -> rows(25, 18, 15, 10, 7);
        case SATURATE -> new double[][] {{0.3, 0}, {0.1, 0}, {2, 0}, {5, 0.1}, {20, 0.2}};
      };
    }
  };

  private final int side;

  Constants(int side) {
    this.side = side;
  }

  /** The numbers of each severity. */
  abstract double[][] of(CorruptionKind kind);

  private static double[][] rows(double... each) {
    double[][] rows = new double[each.length][];
    for (int i = 0; i < each.length; i++) {
      rows[i] = new double[] {each[i]};
    }
    return rows;
  }

  /** Those of the size that is nearer by ratio. */
  static Constants nearest(int height, int width) {
    // between 32 and 224 in the geometric mean
    return Math.min(height, width) <= Math.sqrt(SMALL.side * LARGE.side) ? SMALL : LARGE;
  }

  int side() {
    return side;
  }

  /**
   * A corruption with its numbers.
   *
   * @param severity 1 to 5
   */
  Corruption corruption(CorruptionKind kind, int severity) {
    double[] c = of(kind)[severity - 1];
    return switch (kind) {
      case GAUSSIAN_NOISE -> Noise.gaussian(c[0]);
      case SHOT_NOISE -> Noise.shot(c[0]);
      case IMPULSE_NOISE -> Noise.impulse(c[0]);
      case SPECKLE_NOISE -> Noise.speckle(c[0]);
      case DEFOCUS_BLUR -> Blur.defocus(c[0], c[1]);
      case GLASS_BLUR -> Blur.glass(c[0], (int) c[1], (int) c[2]);
      case MOTION_BLUR -> Blur.motion((int) c[0], c[1]);
      case ZOOM_BLUR -> Blur.zoom(c[0], c[1]);
      case GAUSSIAN_BLUR -> Blur.gaussian(c[0]);
      case SNOW -> Weather.snow(c[0], c[1], c[2], c[3], (int) c[4], c[5], c[6]);
      case FROST -> Weather.frost(c[0], c[1], c[2]);
      case FOG -> Weather.fog(c[0], c[1]);
      case BRIGHTNESS -> Weather.brightness(c[0]);
      case CONTRAST -> Digital.contrast(c[0]);
      case ELASTIC -> Digital.elastic(c[0], c[1], c[2]);
      case PIXELATE -> Digital.pixelate(c[0]);
      case JPEG -> Digital.jpeg((int) c[0]);
      case SATURATE -> Digital.saturate(c[0], c[1]);
    };
  }
}

package org.robustgrid.spi.random;

/**
 * Standard normal numbers by the ziggurat method (Marsaglia and Tsang 2000, in the form of Doornik
 * 2005): the density is covered by layers of equal area, and a point drawn in one is kept where it
 * lies below the density, which 99 of 100 times is known without evaluating it.
 *
 * <p>Tables and rare cases use strict arithmetic, so that every machine draws the same numbers.
 */
final class Ziggurat {

  private static final int LAYERS = 256;

  /** Where the tail begins, for this number of layers. */
  private static final double TAIL = 3.6541528853610088;

  /** The area of each layer. */
  private static final double AREA = 0.00492867323399;

  /** Right ends of the layers, falling from the base's, which stands for the tail as well. */
  private static final double[] EDGE = new double[LAYERS + 1];

  /** The share of a layer that lies below the density whatever the height. */
  private static final double[] INNER = new double[LAYERS];

  static {
    EDGE[0] = AREA / density(TAIL);
    EDGE[1] = TAIL;
    for (int layer = 2; layer < LAYERS; layer++) {
      double height = AREA / EDGE[layer - 1] + density(EDGE[layer - 1]);
      EDGE[layer] = StrictMath.sqrt(-2 * StrictMath.log(height));
    }
    EDGE[LAYERS] = 0;
    for (int layer = 0; layer < LAYERS; layer++) {
      INNER[layer] = EDGE[layer + 1] / EDGE[layer];
    }
  }

  private Ziggurat() {}

  private static double density(double x) {
    return StrictMath.exp(-0.5 * x * x);
  }

  static double next(RandomStream random) {
    while (true) {
      long bits = random.nextLong();
      // the low bits choose the layer, the others the place in it
      int layer = (int) bits & (LAYERS - 1);
      double place = (bits >> 10) * 0x1.0p-53;
      double x = place * EDGE[layer];
      if (Math.abs(place) < INNER[layer]) {
        return x;
      }
      if (layer == 0) {
        return tail(random, place < 0);
      }
      double lower = density(EDGE[layer]);
      double upper = density(EDGE[layer + 1]);
      if (lower + random.nextDouble() * (upper - lower) < density(x)) {
        return x;
      }
    }
  }

  /** Beyond the last layer, by Marsaglia's exponential rejection (1964). */
  private static double tail(RandomStream random, boolean negative) {
    while (true) {
      double x = StrictMath.log(1 - random.nextDouble()) / TAIL;
      double y = StrictMath.log(1 - random.nextDouble());
      if (-2 * y >= x * x) {
        return negative ? x - TAIL : TAIL - x;
      }
    }
  }
}

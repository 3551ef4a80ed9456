package org.robustgrid.numerics.corruption;

import org.robustgrid.spi.random.RandomStream;

/** Noise corruptions: each value changes independently. */
final class Noise {

  private Noise() {}

  static Corruption gaussian(double deviation) {
    return (picture, random) -> {
      Normals normals = new Normals(picture, random);
      picture.values(value -> value + deviation * normals.next());
    };
  }

  static Corruption speckle(double deviation) {
    return (picture, random) -> {
      Normals normals = new Normals(picture, random);
      picture.values(value -> value + value * deviation * normals.next());
    };
  }

  /**
   * Counts of photons.
   *
   * @param photons that stand for 1
   */
  static Corruption shot(double photons) {
    return (picture, random) ->
        picture.values(value -> poisson(Math.max(0, value) * photons, random) / photons);
  }

  /**
   * Values that become 0 or 1, half of them each.
   *
   * @param share of the values
   */
  static Corruption impulse(double share) {
    return (picture, random) ->
        picture.values(
            value -> {
              boolean changes = random.nextDouble() < share;
              boolean salt = random.nextDouble() < 0.5;
              return changes ? (salt ? 1 : 0) : value;
            });
  }

  /** A Poisson number by inversion: of one uniform number, the first count beyond it. */
  static int poisson(double mean, RandomStream random) {
    double uniform = random.nextDouble();
    double term = StrictMath.exp(-mean);
    double sum = term;
    int most = (int) (mean + 40 * Math.sqrt(mean) + 100);
    int count = 0;
    while (uniform >= sum && count < most) {
      count++;
      term *= mean / count;
      sum += term;
    }
    return count;
  }

  /** Standard normal numbers, as many as a picture has values. */
  private static final class Normals {

    private final double[] numbers;
    private int next;

    Normals(Picture picture, RandomStream random) {
      numbers = new double[picture.channels() * picture.height() * picture.width()];
      random.fillGaussian(numbers, 0, numbers.length);
    }

    double next() {
      return numbers[next++];
    }
  }
}

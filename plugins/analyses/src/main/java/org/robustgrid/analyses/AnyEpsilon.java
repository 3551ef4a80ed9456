package org.robustgrid.analyses;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.robustgrid.spi.Domain;

/**
 * Computes the radius at which no model can be robust: the ball contains an image without a class,
 * or all inputs.
 */
final class AnyEpsilon {

  private AnyEpsilon() {}

  /**
   * Returns the diameter of the domain: the ball around any sample contains the whole domain. For
   * L∞ and images with values in [0, 1], returns half of it, since every image may become the same
   * grey. In other domains the middle is an ordinary input and may have a class of its own.
   *
   * @param norm id of the norm
   * @param inputShape shape of an input
   * @return the radius in the data's own units; empty if the domain is unbounded
   */
  static OptionalDouble of(String norm, Domain domain, long... inputShape) {
    double range = domain.high() - domain.low();
    if (Double.isInfinite(range)) {
      return OptionalDouble.empty();
    }
    long coordinates = Arrays.stream(inputShape).reduce(1, (a, b) -> a * b);
    return OptionalDouble.of(
        switch (norm) {
          case "linf" -> domain.equals(Domain.UNIT) ? range / 2 : range;
          case "l2" -> range * Math.sqrt(coordinates);
          case "l1" -> range * coordinates;
          default -> coordinates;
        });
  }
}

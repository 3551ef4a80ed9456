package org.robustgrid.analyses;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.robustgrid.spi.Domain;

/**
 * The radius at which nothing can be robust: a ball holds a picture that has no class, or every
 * input there is.
 */
final class AnyEpsilon {

  private AnyEpsilon() {}

  /**
   * The domain's diameter, at which the ball around any sample holds the whole domain; under L∞
   * half of it for images with values in [0, 1], where each may become the same grey. The middle of
   * any other domain is an input like others, with a class of its own.
   *
   * @param norm id of the norm
   * @param inputShape of the data
   * @return empty if the domain is no box
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

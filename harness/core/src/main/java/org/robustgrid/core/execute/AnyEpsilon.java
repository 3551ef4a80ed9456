package org.robustgrid.core.execute;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.robustgrid.spi.Dataset;
import org.robustgrid.spi.Domain;

/** The radius at which nothing can be robust, because a ball holds what has no class. */
final class AnyEpsilon {

  private AnyEpsilon() {}

  /**
   * Half the range under L∞, where every image may become the same grey; the domain's diameter
   * under the other norms.
   *
   * @param norm id of the norm
   * @return empty where the domain is no box
   */
  static OptionalDouble of(String norm, Dataset data) {
    Domain domain = data.domain();
    double range = domain.high() - domain.low();
    if (Double.isInfinite(range)) {
      return OptionalDouble.empty();
    }
    long coordinates = Arrays.stream(data.inputShape()).reduce(1, (a, b) -> a * b);
    return OptionalDouble.of(
        switch (norm) {
          case "linf" -> range / 2;
          case "l2" -> range * Math.sqrt(coordinates);
          case "l1" -> range * coordinates;
          default -> coordinates;
        });
  }
}

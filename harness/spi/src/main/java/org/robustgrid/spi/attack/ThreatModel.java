package org.robustgrid.spi.attack;

import java.util.Objects;
import org.robustgrid.spi.Norm;

/**
 * The adversary's capability: to move an input within a norm ball.
 *
 * @param norm the norm
 * @param epsilon the radius in units of the data's own domain (pixels in [0,1]: 8/255, not 8);
 *     under L0, how many values may change; at least 0; infinite where nothing but the domain
 *     bounds the search for the smallest distance
 * @since 0.1
 */
public record ThreatModel(Norm norm, double epsilon) {

  public ThreatModel {
    Objects.requireNonNull(norm, "norm");
    if (!(epsilon >= 0)) {
      throw new IllegalArgumentException("epsilon must be at least 0, but is " + epsilon);
    }
  }

  /** The whole domain, with distances in a norm. */
  public static ThreatModel unbounded(Norm norm) {
    return new ThreatModel(norm, Double.POSITIVE_INFINITY);
  }

  /** Whether it has a radius. */
  public boolean bounded() {
    return !Double.isInfinite(epsilon);
  }
}

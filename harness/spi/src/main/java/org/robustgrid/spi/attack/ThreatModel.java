package org.robustgrid.spi.attack;

import java.util.Objects;
import org.robustgrid.spi.Norm;

/**
 * What an adversary may do: move an input within a ball of a norm.
 *
 * @param norm the norm
 * @param epsilon the radius in units of the data's own domain (pixels in [0,1]: 8/255, not 8);
 *     finite, at least 0
 * @since 0.1
 */
public record ThreatModel(Norm norm, double epsilon) {

  public ThreatModel {
    Objects.requireNonNull(norm, "norm");
    if (!(epsilon >= 0) || Double.isInfinite(epsilon)) {
      throw new IllegalArgumentException(
          "epsilon must be finite and at least 0, but is " + epsilon);
    }
  }
}

package org.robustgrid.leaderboard.reproduction;

import java.util.OptionalDouble;

/**
 * A number of a leaderboard.
 *
 * @param value a share, a distance or a figure; infinite where attacks broke too little
 * @param low lower end of its interval; empty if there is none
 * @param high upper end
 * @param share whether it is a share, which is shown in percent
 */
public record Value(double value, OptionalDouble low, OptionalDouble high, boolean share) {

  /** A share with its interval. */
  static Value share(double value, double low, double high) {
    return new Value(value, OptionalDouble.of(low), OptionalDouble.of(high), true);
  }

  /** A number of any kind. */
  static Value number(double value, Double low, Double high) {
    return new Value(
        value,
        low == null ? OptionalDouble.empty() : OptionalDouble.of(low),
        high == null ? OptionalDouble.empty() : OptionalDouble.of(high),
        false);
  }
}

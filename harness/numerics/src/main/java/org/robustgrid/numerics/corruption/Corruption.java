package org.robustgrid.numerics.corruption;

import org.robustgrid.spi.random.RandomStream;

/** A corruption with its constants. Values lie in [0, 1] before, and are clipped to it after. */
interface Corruption {

  /**
   * Corrupts a picture in place.
   *
   * @param random drawn from in a fixed order
   */
  void apply(Picture picture, RandomStream random);
}

package org.robustgrid.numerics.corruption;

import org.robustgrid.spi.random.RandomStream;

/**
 * A corruption with its constants. Values are in [0, 1] before it and are clipped to [0, 1] after
 * it.
 */
interface Corruption {

  /**
   * Corrupts a picture in place.
   *
   * @param random drawn from in a fixed order
   */
  void apply(Picture picture, RandomStream random);
}
